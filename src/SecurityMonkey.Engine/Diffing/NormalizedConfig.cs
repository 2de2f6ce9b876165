using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>A configuration as it is stored and compared.</summary>
/// <param name="Json">Its canonical text in UTF-8, with secrets masked.</param>
/// <param name="CompleteHash">SHA-256 of the text.</param>
/// <param name="DurableHash">SHA-256 of the text without its ephemeral values.</param>
internal sealed record NormalizedConfig(byte[] Json, byte[] CompleteHash, byte[] DurableHash)
{
    /// <summary>The canonical text.</summary>
    public string Text => Encoding.UTF8.GetString(Json);
}
