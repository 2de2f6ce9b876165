using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds what is weak in a certificate: its key, its signature, or an issuer that nobody can read.</summary>
internal sealed class AwsCertificate : IRuleEvaluator
{
    // By number, because the names that a system shows for them differ.
    private static readonly Dictionary<string, string> WeakSignatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2",
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.3.14.3.2.29"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
    };

    public string Name => "aws-certificate";

    public string Description => "Finds certificates with a short RSA key, a signature that can be forged, or an issuer that cannot be read.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("certificate", "Where the certificate is, as PEM.") { IsRequired = true },
        new("find", "key: RSA keys shorter than 'bits'; signature: MD5 and the like, or SHA-1; issuer: none that can be read.") { IsRequired = true },
        new("bits", "How long an RSA key must be.") { DefaultJson = "2048" },
        new("from", "How long a key must be at least for this rule to speak of it; shorter ones are for another.") { DefaultJson = "0" },
        new("signatures", "Which hashes are weak.") { DefaultJson = "[\"MD2\", \"MD5\", \"SHA-1\"]" },
    ];

    public IReadOnlyList<string> Lookups => [];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance(read.Text("certificate") ?? "", read.OneOf("find", "key", "signature", "issuer"), read.Integer("bits") ?? 0, read.Integer("from") ?? 0, read.Texts("signatures"));
    }

    private sealed class Instance(string path, string find, int bits, int from, IReadOnlyList<string> signatures) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = [path];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var pem = ItemConfig.Of(item, context).Text(path) ?? throw new RuleUnknownException($"The configuration of {item.ItemType} '{item.NativeId}' has no {path}.");
            X509Certificate2 certificate;
            try
            {
                certificate = X509Certificate2.CreateFromPem(pem);
            }
            catch (CryptographicException exception)
            {
                return find is "issuer"
                    ? [new Finding($"The certificate cannot be read: {exception.Message}")]
                    : throw new RuleUnknownException($"The certificate of '{item.Name}' cannot be read: {exception.Message}");
            }

            using (certificate)
            {
                return Look(certificate) is { } message ? [new Finding(message) { Evidence = [new Evidence("Subject", $"\"{certificate.Subject}\"")] }] : [];
            }
        }

        private string? Look(X509Certificate2 certificate) => find switch
        {
            "key" => certificate.GetRSAPublicKey() is { } key && key.KeySize < bits && key.KeySize >= from ? $"Its RSA key has {key.KeySize} bits" : null,
            "signature" => WeakSignatures.TryGetValue(certificate.SignatureAlgorithm.Value ?? "", out var hash) && signatures.Contains(hash, StringComparer.Ordinal) ? $"It is signed with {hash}" : null,
            _ => certificate.Issuer.Length == 0 ? "It names no issuer" : null,
        };
    }
}
