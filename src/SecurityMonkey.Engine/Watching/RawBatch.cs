using System.Buffers;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>Items as they were read, with copies of their configurations in one rented buffer.</summary>
internal sealed class RawBatch : IDisposable
{
    private const int MostItems = 256;
    private const int MostBytes = 1024 * 1024;

    private readonly List<(ItemSnapshot Item, int Start, int Length)> _items = new(MostItems);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
    private int _length;

    /// <summary>How many items it has.</summary>
    public int Count => _items.Count;

    /// <summary>Whether it should be handed on.</summary>
    public bool IsFull => _items.Count >= MostItems || _length >= MostBytes;

    /// <summary>Takes an item; its own buffer may be used again afterwards.</summary>
    public void Add(ItemSnapshot item)
    {
        var config = item.Config.Span;
        if (_length + config.Length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + config.Length));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        config.CopyTo(_buffer.AsSpan(_length));
        _items.Add((item, _length, config.Length));
        _length += config.Length;
    }

    /// <summary>An item with its configuration.</summary>
    public (ItemSnapshot Item, ReadOnlyMemory<byte> Config) this[int index]
        => (_items[index].Item, _buffer.AsMemory(_items[index].Start, _items[index].Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
