using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>How values of one type are written to JSON and read from it.</summary>
/// <param name="edm">The type's name if an annotation must tell it, else null.</param>
internal abstract class EdmCodec<T>(string? edm)
{
    public string? Edm { get; } = edm;

    /// <summary>Writes a value that is not null.</summary>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>Reads the value at which the reader stands, which is not null.</summary>
    public abstract T Read(ref Utf8JsonReader reader);
}
