using SecurityMonkey.HelpCompiler;

return HelpCompilation.Run(args, Console.Out);
