using SecurityMonkey.Providers.Aws;

namespace SecurityMonkey.Tests.Providers.Aws;

public sealed class AwsAccountTypeTests
{
    private readonly AwsAccountType _type = new();

    [Fact]
    public void Definition_asks_for_the_account_number_and_how_to_get_in()
    {
        var definition = _type.Definition;

        Assert.Equal(("AWS", "Account number", true), (definition.Name, definition.IdentifierLabel, definition.IsIdentifierRequired));
        Assert.Equal(["RoleName", "ExternalId", "SessionName", "Profile", "Partition", "HomeRegion", "EndpointUrl"], definition.Fields.Select(field => field.Name));
        Assert.Equal(["aws", "aws-us-gov", "aws-cn"], definition.Fields.Single(field => field.Name == "Partition").AllowedValues);
        Assert.All(definition.Fields, field => Assert.False(field.IsRequired || field.IsSecret || field.IsPath || field.ToolTip.Length == 0));
    }

    [Fact]
    public void Account_number_has_twelve_digits() => _type.Validate(Create("123456789012"));

    [Theory]
    [InlineData("")]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("1234-5678-9012")]
    [InlineData("12345678901a")]
    [InlineData("123456789012\n")]
    [InlineData("١٢٣٤٥٦٧٨٩٠١٢")]
    public void Account_number_of_another_form_is_refused(string identifier)
    {
        var error = Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(identifier)));

        Assert.Equal(("AccountIdentifierInvalid", ErrorKind.InvalidArgument, "prod"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("12 digits", error.Message, StringComparison.Ordinal);
    }

    private static Account Create(string identifier) => new() { Name = "prod", Type = "AWS", Identifier = identifier };
}
