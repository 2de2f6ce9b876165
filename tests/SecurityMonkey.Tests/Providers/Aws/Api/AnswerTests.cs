using System.Text;
using System.Text.Json;
using System.Xml;
using SecurityMonkey.Providers.Aws.Api;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("<Users/>", """{"Users":""}""")]
    [InlineData("<Users><member>a</member><member>b</member></Users>", """{"Users":["a","b"]}""")]
    [InlineData("<Users><member><Name>a</Name></member></Users>", """{"Users":[{"Name":"a"}]}""")]
    [InlineData("<Map><entry><key>a.b</key><value>1</value></entry></Map>", """{"Map":{"a.b":"1"}}""")]
    [InlineData("<A>1</A><A>2</A><B> x </B>", """{"A":["1","2"],"B":" x "}""")]
    [InlineData("<A>&lt;&amp;&#233;</A>", "{\"A\":\"\\u003C\\u0026\\u00E9\"}")]
    public void Xml_is_read_by_convention_where_nothing_is_said(string xml, string expected) => Assert.Equal(expected, FromXml(xml, "{}"));

    [Theory]
    [InlineData("<L/>", """{"list":"L"}""", """{"L":[]}""")]
    [InlineData("<L><Item><P>1</P></Item></L>", """{"list":["L"],"number":["P"]}""", """{"L":[{"P":1}]}""")]
    [InlineData("<L><Item>200</Item></L>", """{"list":"L","number":"L[]"}""", """{"L":[200]}""")]
    [InlineData("<C><L><Item>200</Item></L></C>", """{"list":"L","number":"C.L[]"}""", """{"C":{"L":[200]}}""")]
    [InlineData("<L><member>1</member></L>", """{"list":"L","number":"L[]"}""", """{"L":[1]}""")]
    [InlineData("<O/>", """{"object":"O"}""", """{"O":{}}""")]
    [InlineData("<M><entry><key>k</key><value>2</value></entry></M>", """{"number":"M.*"}""", """{"M":{"k":2}}""")]
    [InlineData("<Port>80</Port><R><Port>80</Port></R>", """{"number":"Port","text":"R.Port"}""", """{"Port":80,"R":{"Port":"80"}}""")]
    [InlineData("<N>08</N><F>1.50</F><G>1e3</G>", """{"number":"N F G"}""", """{"N":"08","F":1.50,"G":1e3}""")]
    [InlineData("<B>true</B><C>maybe</C>", """{"boolean":"B C"}""", """{"B":true,"C":"maybe"}""")]
    [InlineData("<T>2026-11-23T02:38:30.087Z</T>", """{"time":"T"}""", "{\"T\":\"2026-11-23T02:38:30.087000\\u002B00:00\"}")]
    [InlineData("<D>%7B%22a%22%3A%22b+c%22%7D</D>", """{"document":"D"}""", """{"D":{"a":"b+c"}}""")]
    [InlineData("<D>{\"a\":\"100%25\"}</D>", """{"document":"D"}""", """{"D":{"a":"100%25"}}""")]
    [InlineData("<D>not json</D><E/>", """{"document":"D E"}""", """{"D":"not json","E":""}""")]
    [InlineData("<L><m><A>1</A></m></L>", """{"list":"L","always":["L.Tags","Top"]}""", """{"L":[{"A":"1","Tags":[]}],"Top":[]}""")]
    public void Xml_is_read_as_it_is_said_to_be(string xml, string types, string expected) => Assert.Equal(Normal(expected), Normal(FromXml(xml, types)));

    [Fact]
    public void Xml_around_the_result_is_left_out()
        => Assert.Equal(
            """{"A":"1"}""",
            Text(XmlAnswer.ToJson(Encoding.UTF8.GetBytes("<GetResponse xmlns=\"urn:x\"><GetResult><A>1</A></GetResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetResponse>"), "Get", AnswerTypes.None)));

    [Fact]
    public void Xml_that_is_nested_without_end_is_refused()
        => Assert.Throws<XmlException>(() => FromXml(string.Concat(Enumerable.Repeat("<A>", 500)) + string.Concat(Enumerable.Repeat("</A>", 500)), "{}"));

    [Theory]
    [InlineData("""{"A":null,"B":[{"C":null}]}""", "{}", """{"B":[{}]}""")]
    [InlineData("""{"T":1795401510.416273,"U":1795401510,"V":"2026-11-20T10:00:00Z"}""", """{"time":"T U V"}""", """{"T":"2026-11-23T02:38:30.416273+00:00","U":"2026-11-23T02:38:30+00:00","V":"2026-11-20T10:00:00+00:00"}""")]
    [InlineData("""{"createdAt":"x","dnsLogs":{"status":"ON"},"tags":{"team":"a"}}""", """{"capitalize":true,"rename":{"dnsLogs":"DNSLogs"},"object":"Tags"}""", """{"CreatedAt":"x","DNSLogs":{"Status":"ON"},"Tags":{"team":"a"}}""")]
    [InlineData("{}", """{"always":"QueueUrls"}""", """{"QueueUrls":[]}""")]
    [InlineData("", "{}", "{}")]
    [InlineData("""{"big":12345678901234567890,"f":1.10}""", "{}", """{"big":12345678901234567890,"f":1.10}""")]
    public void Json_is_what_the_CLI_makes_of_it(string json, string types, string expected)
        => Assert.Equal(Normal(expected), Normal(Text(JsonAnswer.ToJson(Encoding.UTF8.GetBytes(json), Types(types)))));

    [Theory]
    [InlineData("""{"__type":"com.amazonaws.kms#NotFoundException","message":"None."}""", null, "NotFoundException", "None.")]
    [InlineData("""{"Message":"No."}""", "AccessDeniedException:http://internal.amazon.com/coral/", "AccessDeniedException", "No.")]
    [InlineData("""{"code":"X","errorMessage":"Y"}""", null, "X", "Y")]
    [InlineData("<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>None.</Message></Error></ErrorResponse>", null, "NoSuchEntity", "None.")]
    [InlineData("<Response><Errors><Error><Code>AuthFailure</Code><Message>No.</Message></Error></Errors></Response>", null, "AuthFailure", "No.")]
    [InlineData("<html><body>Bad gateway", null, "", "")]
    [InlineData("Bad gateway", null, "", "")]
    [InlineData("", null, "", "")]
    public void Error_is_read_in_every_form(string body, string? errorType, string code, string message)
    {
        var error = ApiError.Read(400, errorType, Encoding.UTF8.GetBytes(body));

        Assert.Equal((400, code, message), (error.Status, error.Code, error.Message));
    }

    private static AnswerTypes Types(string json)
    {
        using var document = JsonDocument.Parse(json);
        return AnswerTypes.Read(document.RootElement, AnswerTypes.None);
    }

    private static string FromXml(string members, string types)
        => Text(XmlAnswer.ToJson(Encoding.UTF8.GetBytes($"<Response>{members}</Response>"), "Get", Types(types)));

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    private static string Normal(string json) => json.Replace("\\u002B", "+", StringComparison.Ordinal);
}
