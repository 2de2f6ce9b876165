using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.GitHub.Workflows;

/// <summary>Finds what strangers can write: expressions of workflows that stand for texts of issues, pull requests, comments and commits.</summary>
/// <remarks>The list is of https://docs.github.com/en/actions/concepts/security/script-injections: texts that people who may not write to a repository choose.</remarks>
internal static partial class UntrustedText
{
    /// <summary>The expressions in a text that stand for a text of a stranger, with where they begin.</summary>
    /// <param name="text">A script, or the value of an environment variable.</param>
    /// <param name="tainted">Environment variables that hold such a text.</param>
    public static IEnumerable<(int Position, string Expression)> Find(string? text, IReadOnlySet<string> tainted)
        => text is null ? [] : Expression().Matches(text)
            .Where(match => IsUntrusted(match.Groups["inside"].Value, tainted))
            .Select(match => (match.Index, match.Groups["inside"].Value.Trim()));

    /// <summary>The names of the variables of an environment that hold a text of a stranger.</summary>
    public static IEnumerable<string> NamesIn(YamlNode? environment, IReadOnlySet<string> tainted)
        => (environment?.Members ?? []).Where(variable => Find(variable.Value.Text, tainted).Any()).Select(variable => variable.Key);

    /// <summary>Whether a text names the code of a pull request: its branch, its commit, or a reference to it.</summary>
    public static bool IsHeadOfPullRequest(string? text) => text is not null && Head().IsMatch(Normalize(text));

    /// <summary>Whether a condition keeps out what comes from forks.</summary>
    public static bool KeepsForksOut(string condition) => !condition.Contains("||", StringComparison.Ordinal) && OwnRepository().IsMatch(Normalize(condition));

    // The context of a comparison gives true or false, whatever the text says; a function gives a text out of it.
    private static bool IsUntrusted(string expression, IReadOnlySet<string> tainted)
    {
        var normal = Normalize(expression);
        return Comparison().IsMatch(normal) ? false
            : Stranger().IsMatch(normal) || WholeEvent().IsMatch(normal) || Variable().Matches(normal).Any(match => tainted.Contains(match.Groups["name"].Value));
    }

    // github.event['issue'].title and github.event.issue.title are the same.
    private static string Normalize(string expression) => Index().Replace(expression, ".${name}");

    [GeneratedRegex(@"\$\{\{(?<inside>.*?)\}\}", RegexOptions.Singleline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\[\s*['""](?<name>[\w-]+)['""]\s*\]")]
    private static partial Regex Index();

    [GeneratedRegex(@"\A\s*!?\s*(contains|startsWith|endsWith)\s*\([^()]*\)\s*\z|\A[^()&|]*(==|!=)[^()&|]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Comparison();

    [GeneratedRegex(
        @"\bgithub\.(head_ref\b|event\.(
            (issue|pull_request|discussion)\.(title|body)\b
            |(comment|review|review_comment)\.body\b
            |(pull_request|workflow_run\.pull_requests(\[[^\]]*\]|\.\*))\.head\.(ref|label)\b
            |pull_request\.head\.repo\.(default_branch|description|homepage)\b
            |pages(\[[^\]]*\]|\.\*)\.page_name\b
            |(commits(\[[^\]]*\]|\.\*)|head_commit|workflow_run\.head_commit)\.(message|(author|committer)\.(name|email))\b
            |workflow_run\.(head_branch|display_title|head_repository\.description)\b))",
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Stranger();

    [GeneratedRegex(@"toJSON\s*\(\s*github(\.event(\.(issue|pull_request|comment|review|discussion|commits|head_commit|workflow_run|pages))?)?\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex WholeEvent();

    [GeneratedRegex(@"\benv\.(?<name>\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Variable();

    [GeneratedRegex(
        @"github\.head_ref\b|github\.event\.pull_request\.(head\.(ref|sha|label|repo)|merge_commit_sha)|github\.event\.workflow_run\.(head_(branch|sha|commit|repository)|pull_requests)"
        + @"|refs/pull/|\bpull/\$\{\{|\bgh\s+pr\s+checkout\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Head();

    [GeneratedRegex(
        @"head(\.repo|_repository)\.full_name\s*==\s*github\.repository\b|github\.repository\s*==\s*github\.event\.(pull_request\.head\.repo|workflow_run\.head_repository)\.full_name"
        + @"|!\s*github\.event\.pull_request\.head\.repo\.fork\b|head\.repo\.fork\s*==\s*false",
        RegexOptions.IgnoreCase)]
    private static partial Regex OwnRepository();
}
