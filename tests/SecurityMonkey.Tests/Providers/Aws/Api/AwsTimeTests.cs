using SecurityMonkey.Providers.Aws;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

public sealed class AwsTimeTests
{
    [Theory]
    [InlineData("2026-11-23T02:38:30Z", "2026-11-23T02:38:30+00:00")]
    [InlineData("2026-11-23T02:38:30.000Z", "2026-11-23T02:38:30+00:00")]
    [InlineData("2026-11-23T02:38:30.5Z", "2026-11-23T02:38:30.500000+00:00")]
    [InlineData("2026-11-23T03:38:30+01:00", "2026-11-23T02:38:30+00:00")]
    [InlineData("2026-11-23T02:38:30", "2026-11-23T02:38:30+00:00")]
    [InlineData("1795401510", "2026-11-23T02:38:30+00:00")]
    [InlineData("1.795401510416273E9", "2026-11-23T02:38:30.416273+00:00")]
    [InlineData("0", "1970-01-01T00:00:00+00:00")]
    [InlineData("-1", "1969-12-31T23:59:59+00:00")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("2026", "1970-01-01T00:33:46+00:00")]
    [InlineData("N/A", "N/A")]
    [InlineData("2026-13-45T99:99", "2026-13-45T99:99")]
    [InlineData("", "")]
    public void Time_is_written_as_the_CLI_prints_it(string text, string expected) => Assert.Equal(expected, AwsTime.Format(text));
}
