namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Accounts that belong to AWS itself and that its documentation tells customers to let in.</summary>
internal static class AwsServiceAccounts
{
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html and the page on AWS's billing reports.
    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648", "589379963580", "718504428378", "383597477331",
        "600734575887", "114774131450", "783225319266", "582318560864", "985666609251", "054676820928", "156460612806", "652711504416", "635631232127",
        "009996457667", "897822967062", "076674570225", "507241528517", "048591011584", "190560391635", "638102146993", "037604701340", "386209384616",
    };

    /// <summary>Whether an account is AWS's own. Origin access identities of CloudFront lie in an account of that name.</summary>
    public static bool Contains(string account) => Numbers.Contains(account) || account is "cloudfront" or "aws";
}
