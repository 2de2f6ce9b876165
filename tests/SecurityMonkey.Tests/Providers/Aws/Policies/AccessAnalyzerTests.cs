using SecurityMonkey.Providers.Aws.Policies;

namespace SecurityMonkey.Tests.Providers.Aws.Policies;

public sealed class AccessAnalyzerTests
{
    [Theory]
    [InlineData("\"*\"", "{}", "Internet")]
    [InlineData("""{"AWS":"*"}""", "{}", "Internet")]
    [InlineData("\"*\"", """{"Bool":{"aws:SecureTransport":"true"}}""", "Internet")]
    [InlineData("\"*\"", """{"StringLike":{"aws:Referer":"https://example.com/*"}}""", "Internet")]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}""", "Internet")]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}""", "Internet")]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"::/0"}}""", "Internet")]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"198.51.100.7"}}""", "Unknown")]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"203.0.113.0/25"}}""", "Friendly")]
    [InlineData("\"*\"", """{"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"}}""", "Internet")]
    [InlineData("\"*\"", """{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", "Internet")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceVpce":"vpce-1"}}""", "SameAccount")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceVpc":"vpc-9"}}""", "Unknown")]
    [InlineData("\"*\"", """{"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}""", "Internet")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceAccount":"111111111111"}}""", "SameAccount")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceAccount":"999999999999"}}""", "Unknown")]
    [InlineData("\"*\"", """{"StringEquals":{"AWS:SourceOwner":"111111111111"}}""", "SameAccount")]
    [InlineData("\"*\"", """{"StringEquals":{"kms:CallerAccount":"111111111111","kms:ViaService":"s3.eu-west-1.amazonaws.com"}}""", "SameAccount")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:PrincipalAccount":["111111111111","333333333333"]}}""", "SameAccount ThirdParty")]
    [InlineData("\"*\"", """{"ForAllValues:StringEquals":{"aws:PrincipalAccount":"111111111111"}}""", "Internet")]
    [InlineData("\"*\"", """{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-mine/*"}}""", "Friendly")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:PrincipalOrgID":"o-mine"}}""", "Friendly")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:PrincipalOrgID":"o-other"}}""", "Unknown")]
    [InlineData("\"*\"", """{"StringLike":{"aws:PrincipalOrgID":"*"}}""", "Internet")]
    [InlineData("\"*\"", """{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/Admin"}}""", "Internet")]
    [InlineData("\"*\"", """{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::222222222222:role/*"}}""", "Friendly")]
    [InlineData("\"*\"", """{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::mine"}}""", "SameAccount")]
    [InlineData("\"*\"", """{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::somebodys"}}""", "Unknown")]
    [InlineData("\"*\"", """{"ArnLike":{"aws:SourceArn":"arn:aws:s3:*:*:*"}}""", "Internet")]
    [InlineData("\"*\"", """{"StringEquals":{"aws:PrincipalAccount":"222222222222"},"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}""", "Friendly")]
    [InlineData("\"*\"", """{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}""", "Internet")]
    [InlineData("\"*\"", """{"StringEquals":{"s3:DataAccessPointAccount":"111111111111"}}""", "SameAccount")]
    [InlineData("""{"AWS":"222222222222"}""", "{}", "Friendly")]
    [InlineData("""{"AWS":"arn:aws:iam::222222222222:root"}""", "{}", "Friendly")]
    [InlineData("""{"AWS":"arn:aws:iam::333333333333:root"}""", "{}", "ThirdParty")]
    [InlineData("""{"AWS":"arn:aws:iam::999999999999:role/x"}""", "{}", "Unknown")]
    [InlineData("""{"AWS":"arn:aws:iam::111111111111:root"}""", "{}", "SameAccount")]
    [InlineData("""{"AWS":"AIDAEXAMPLEDELETED"}""", "{}", "")]
    [InlineData("""{"AWS":"arn:aws:iam::127311923021:root"}""", "{}", "AwsService")]
    [InlineData("""{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}""", "{}", "AwsService")]
    [InlineData("""{"CanonicalUser":"c0ffee"}""", "{}", "Friendly")]
    [InlineData("""{"CanonicalUser":"beef"}""", "{}", "Unknown")]
    [InlineData("""{"Service":"sns.amazonaws.com"}""", "{}", "AwsService")]
    [InlineData("""{"Service":"sns.amazonaws.com"}""", """{"StringEquals":{"aws:SourceAccount":"111111111111"}}""", "SameAccount")]
    [InlineData("""{"Service":"sns.amazonaws.com"}""", """{"StringEquals":{"aws:SourceAccount":"999999999999"}}""", "Unknown")]
    [InlineData("""{"Federated":"arn:aws:iam::111111111111:saml-provider/corp"}""", """{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}""", "SameAccount")]
    [InlineData("""{"Federated":"accounts.google.com"}""", "{}", "Internet")]
    [InlineData("""{"Federated":"accounts.google.com"}""", """{"StringEquals":{"accounts.google.com:aud":"app"}}""", "ThirdParty")]
    [InlineData("""{"Federated":"arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}""", """{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}""", "Internet")]
    [InlineData("""{"Federated":"arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}""", """{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}}""", "Internet")]
    [InlineData("""{"Federated":"arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}""", """{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/*"}}""", "SameAccount")]
    [InlineData("""{"Federated":"arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A"}""", "{}", "SameAccount")]
    public void Those_let_in_are_classed(string principal, string condition, string expected)
    {
        var grants = Analyze($$"""{"Effect":"Allow","Principal":{{principal}},"Action":"s3:GetObject","Resource":"*","Condition":{{condition}}}""");

        Assert.Equal(expected, string.Join(' ', grants.Select(grant => grant.Class).Distinct().Order()));
    }

    [Theory]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""", "")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}""", "")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"*"}""", "Internet")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/private/*"}""", "Internet")]
    [InlineData("""{"Effect":"Deny","Principal":"*","NotAction":"s3:GetObject","Resource":"*"}""", "Internet")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""", "Internet")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}""", "Friendly")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-mine"}}}""", "Friendly")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":["111111111111","222222222222"]}}}""", "SameAccount Friendly")]
    [InlineData("""{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::333333333333:root"},"Action":"*","Resource":"*"}""", "ThirdParty")]
    public void What_is_denied_is_denied(string deny, string expected)
    {
        var grants = Analyze("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},""" + deny);

        Assert.Equal(expected, string.Join(' ', grants.Select(grant => grant.Class).Distinct().Order()));
    }

    [Theory]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", """{"Bool":{"aws:SecureTransport":"true"}}""", "")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""", "{}", "")]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}""", "{}", "Internet")]
    public void Request_cannot_have_two_values_of_a_key(string deny, string condition, string expected)
    {
        var grants = Analyze("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":CONDITION},""".Replace("CONDITION", condition, StringComparison.Ordinal) + deny);

        Assert.Equal(expected, string.Join(' ', grants.Select(grant => grant.Class).Distinct()));
    }

    [Fact]
    public void Everybody_but_one_is_everybody()
        => Assert.Equal(AccessClass.Internet, Assert.Single(Analyze("""{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"s3:*","Resource":"*"}""")).Class);

    [Fact]
    public void Whole_accounts_are_told_from_roles()
    {
        var grants = Analyze("""{"Effect":"Allow","Principal":{"AWS":["222222222222","arn:aws:iam::333333333333:role/x"]},"Action":"s3:*","Resource":"*"}""");

        Assert.Equal([(AccessClass.Friendly, true), (AccessClass.ThirdParty, false)], grants.Select(grant => (grant.Class, grant.IsWholeAccount)));
    }

    [Fact]
    public void Service_for_anybody_is_told_from_one_for_our_resources()
    {
        Assert.True(Assert.Single(Analyze("""{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}""")).IsAnySource);
        Assert.False(Assert.Single(Analyze("""{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:111111111111:t"}}}""")).IsAnySource);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Statement":{"Effect":"Maybe"}}""")]
    [InlineData("""{"Statement":["x"]}""")]
    [InlineData("not json")]
    public void What_is_no_policy_is_told(string text) => Assert.Throws<FormatException>(() => PolicyDocument.Parse(text));

    [Fact]
    public void Documents_are_read_as_maps_and_texts_and_url_encoded()
    {
        const string Json = """{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*"}}""";

        Assert.Single(PolicyDocument.Parse(Json).Statements);
        Assert.Single(PolicyDocument.Parse(Uri.EscapeDataString(Json)).Statements);
        Assert.Empty(PolicyDocument.Parse("").Statements);
    }

    private static IReadOnlyList<AccessGrant> Analyze(string statements)
        => new AccessAnalyzer(PolicyDocument.Parse($$"""{"Statement":[{{statements}}]}"""), new FakeKnowledge()).Analyze();
}
