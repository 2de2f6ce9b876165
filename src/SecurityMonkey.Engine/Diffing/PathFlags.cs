namespace SecurityMonkey.Engine.Diffing;

/// <summary>What an item type declares of the value at a path.</summary>
[Flags]
internal enum PathFlags : byte
{
    None = 0,

    /// <summary>Changes without meaning: left out of the durable hash.</summary>
    Ephemeral = 1,

    /// <summary>A list whose order carries no meaning.</summary>
    Unordered = 2,

    /// <summary>A secret: masked whatever it is.</summary>
    Secret = 4,

    /// <summary>A secret if it is a text: masked then.</summary>
    SecretText = 8,
}
