using SecurityMonkey.Providers.GitHub.Http;

namespace SecurityMonkey.Tests.Providers.GitHub.Http;

public sealed class LinkHeaderTests
{
    [Theory]
    [InlineData("<https://api.github.com/a?page=2>; rel=\"next\", <https://api.github.com/a?page=9>; rel=\"last\"", "https://api.github.com/a?page=2")]
    [InlineData("<https://api.github.com/a?page=1>; rel=\"prev\", <https://api.github.com/a?page=3>; rel=\"next\"", "https://api.github.com/a?page=3")]
    [InlineData("<https://api.github.com/a?q=x,y;z&page=2>; title=\"a\"; rel=next", "https://api.github.com/a?q=x,y;z&page=2")]
    [InlineData("<https://api.github.com/a?page=2>;rel=\"last next\"", "https://api.github.com/a?page=2")]
    [InlineData("<https://api.github.com/a?page=9>; rel=\"last\"", null)]
    [InlineData("<https://api.github.com/a", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Next_page_is_found(string? header, string? expected) => Assert.Equal(expected, LinkHeader.Find(header, "next"));
}
