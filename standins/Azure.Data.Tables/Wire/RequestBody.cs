using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables.Wire;

/// <summary>The bytes of a request, in a pooled buffer.</summary>
internal sealed class RequestBody : IBufferWriter<byte>
{
    // Rows are UTF-8, not HTML: escaping what JSON need not escape would only make them longer.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? idleWriter;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int length;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, length);

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsSpan(length);
    }

    /// <summary>Appends an entity as a JSON object.</summary>
    public void Append(ITableEntity entity)
    {
        var writer = idleWriter ?? new Utf8JsonWriter(this, JsonOptions);
        idleWriter = null;
        writer.Reset(this);
        EntityJson.Write(writer, entity);
        writer.Flush();
        idleWriter = writer;
    }

    /// <summary>Appends text in UTF-8.</summary>
    public void Append(string text) => length += Encoding.UTF8.GetBytes(text, GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        length += bytes.Length;
    }

    /// <summary>Gives the buffer back. Only for a body that nobody reads any more.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        length = 0;
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (buffer.Length - length >= size)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + size));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
