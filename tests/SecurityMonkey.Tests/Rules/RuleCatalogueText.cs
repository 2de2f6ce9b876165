using System.Globalization;
using System.Text;

namespace SecurityMonkey.Tests.Rules;

/// <summary>The tables of rules in the help and in README.md, made from the rules.</summary>
internal static class RuleCatalogueText
{
    private static readonly Dictionary<string, string> Providers = new(StringComparer.Ordinal) { ["AWS"] = "AWS", ["AZURE"] = "Azure", ["GITHUB"] = "GitHub" };

    /// <summary>The help page.</summary>
    public static string HelpPage(IReadOnlyList<Rule> rules)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # about_SecurityMonkey_RuleCatalog

            ## SHORT DESCRIPTION

            The rules that come with the module, by provider and service.

            ## LONG DESCRIPTION

            `Get-SMRule -Id (id) | Format-List` shows all that is known of a rule: why it matters, how to mend it, its parameters and where it comes from.
            The numbers of controls are those of the CIS benchmarks; one number stands for its latest version that has it, all are in `Controls`.
            This page is made from the rules.


            """.ReplaceLineEndings("\n"));
        foreach (var provider in rules.GroupBy(ProviderOf))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {provider.Key.ToUpperInvariant()}: {provider.Count()} RULES\n\n");
            foreach (var service in provider.GroupBy(ServiceOf))
            {
                text.Append(CultureInfo.InvariantCulture, $"### {service.Key}\n\n| Rule | Score | Title | CIS |\n|------|-------|-------|-----|\n");
                foreach (var rule in service)
                {
                    text.Append(CultureInfo.InvariantCulture, $"| {rule.Id} | {rule.Score} | {rule.Title} | {ControlsOf(rule)} |\n");
                }

                text.Append('\n');
            }
        }

        text.Append("## SEE ALSO\n\n- [Get-SMRule](Get-SMRule.md)\n- [Set-SMRule](Set-SMRule.md)\n- [about_SecurityMonkey_Rules](about_SecurityMonkey_Rules.md)\n");
        return text.ToString();
    }

    /// <summary>The table of README.md.</summary>
    public static string ReadmeTable(IReadOnlyList<Rule> rules)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{rules.Count} rules come with the module; each says why it matters and how to mend it, and carries examples that are tested.\n\n");
        text.Append("| Provider | Rules | Critical or high | With a CIS control | By service |\n|---|---:|---:|---:|---|\n");
        foreach (var provider in rules.GroupBy(ProviderOf))
        {
            var services = string.Join(", ", provider.GroupBy(ServiceOf).Select(service => string.Create(CultureInfo.InvariantCulture, $"{service.Key} {service.Count()}")));
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {provider.Key} | {provider.Count()} | {provider.Count(rule => rule.Score >= 7)} | {provider.Count(rule => rule.Controls.Count > 0)} | {services} |\n");
        }

        return text.ToString();
    }

    private static string ProviderOf(Rule rule) => Providers.GetValueOrDefault(rule.Id.Split('-')[1], rule.Id.Split('-')[1]);

    private static string ServiceOf(Rule rule) => rule.Id.Split('-')[2];

    private static string ControlsOf(Rule rule)
        => rule.Controls.Count == 0 ? ""
            : rule.Controls.Select(pair => (Benchmark: pair.Key, Numbers: pair.Value))
                .OrderBy(pair => Version.Parse(pair.Benchmark[(pair.Benchmark.LastIndexOf('-') + 1)..])).Last() is var latest
                ? $"{latest.Benchmark[(latest.Benchmark.LastIndexOf('-') + 1)..]}: {string.Join(", ", latest.Numbers)}"
                : "";
}
