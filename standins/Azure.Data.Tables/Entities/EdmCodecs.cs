using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>The types that a column can have.</summary>
internal static class EdmCodecs
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = new StringCodec(),
        [typeof(bool)] = new BooleanCodec(),
        [typeof(int)] = new Int32Codec(),
        [typeof(long)] = new Int64Codec(),
        [typeof(ulong)] = new UInt64Codec(),
        [typeof(double)] = new DoubleCodec(),
        [typeof(DateTime)] = new DateTimeCodec(),
        [typeof(DateTimeOffset)] = new DateTimeOffsetCodec(),
        [typeof(Guid)] = new GuidCodec(),
        [typeof(byte[])] = new BytesCodec(),
        [typeof(BinaryData)] = new BinaryDataCodec(),
    };

    /// <summary>The codec of <typeparamref name="T"/>, or null if no column can have that type.</summary>
    public static EdmCodec<T>? Find<T>()
    {
        if (Known.TryGetValue(typeof(T), out var known))
            return (EdmCodec<T>)known;
        if (typeof(T).IsEnum)
            return (EdmCodec<T>)Activator.CreateInstance(typeof(EnumCodec<>).MakeGenericType(typeof(T)))!;
        if (Nullable.GetUnderlyingType(typeof(T)) is not { } inner)
            return null;

        var codec = typeof(EdmCodecs).GetMethod(nameof(Find))!.MakeGenericMethod(inner).Invoke(null, null);
        return codec is null ? null : (EdmCodec<T>)Activator.CreateInstance(typeof(NullableCodec<>).MakeGenericType(inner), codec)!;
    }

    private sealed class StringCodec() : EdmCodec<string?>(null)
    {
        public override void Write(Utf8JsonWriter writer, string? value) => writer.WriteStringValue(value);

        public override string? Read(ref Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    private sealed class BooleanCodec() : EdmCodec<bool>(null)
    {
        public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

        public override bool Read(ref Utf8JsonReader reader) => reader.GetBoolean();
    }

    private sealed class Int32Codec() : EdmCodec<int>(null)
    {
        public override void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

        public override int Read(ref Utf8JsonReader reader) => reader.GetInt32();
    }

    private sealed class Int64Codec() : EdmCodec<long>(Entities.Edm.Int64)
    {
        public override void Write(Utf8JsonWriter writer, long value) => EdmWriter.Write(writer, value);

        public override long Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
            ? reader.GetInt64()
            : long.Parse(reader.ValueSpan, NumberStyles.Integer, CultureInfo.InvariantCulture);
    }

    private sealed class UInt64Codec() : EdmCodec<ulong>(Entities.Edm.Int64)
    {
        public override void Write(Utf8JsonWriter writer, ulong value) => EdmWriter.Write(writer, value);

        public override ulong Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
            ? reader.GetUInt64()
            : ulong.Parse(reader.ValueSpan, NumberStyles.Integer, CultureInfo.InvariantCulture);
    }

    private sealed class DoubleCodec() : EdmCodec<double>(Entities.Edm.Double)
    {
        public override void Write(Utf8JsonWriter writer, double value) => EdmWriter.Write(writer, value);

        public override double Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
            ? reader.GetDouble()
            : double.Parse(reader.GetString()!, CultureInfo.InvariantCulture);
    }

    private sealed class DateTimeCodec() : EdmCodec<DateTime>(Entities.Edm.DateTime)
    {
        public override void Write(Utf8JsonWriter writer, DateTime value) => EdmWriter.Write(writer, value);

        public override DateTime Read(ref Utf8JsonReader reader) => reader.GetDateTimeOffset().UtcDateTime;
    }

    private sealed class DateTimeOffsetCodec() : EdmCodec<DateTimeOffset>(Entities.Edm.DateTime)
    {
        public override void Write(Utf8JsonWriter writer, DateTimeOffset value) => EdmWriter.Write(writer, value.UtcDateTime);

        public override DateTimeOffset Read(ref Utf8JsonReader reader) => reader.GetDateTimeOffset();
    }

    private sealed class GuidCodec() : EdmCodec<Guid>(Entities.Edm.Guid)
    {
        public override void Write(Utf8JsonWriter writer, Guid value) => writer.WriteStringValue(value);

        public override Guid Read(ref Utf8JsonReader reader) => reader.GetGuid();
    }

    private sealed class BytesCodec() : EdmCodec<byte[]>(Entities.Edm.Binary)
    {
        public override void Write(Utf8JsonWriter writer, byte[] value) => writer.WriteBase64StringValue(value);

        public override byte[] Read(ref Utf8JsonReader reader) => reader.GetBytesFromBase64();
    }

    private sealed class BinaryDataCodec() : EdmCodec<BinaryData>(Entities.Edm.Binary)
    {
        public override void Write(Utf8JsonWriter writer, BinaryData value) => writer.WriteBase64StringValue(value.ToMemory().Span);

        public override BinaryData Read(ref Utf8JsonReader reader) => new(reader.GetBytesFromBase64());
    }

    /// <summary>Enumerations are stored by name.</summary>
    private sealed class EnumCodec<T>() : EdmCodec<T>(null)
        where T : struct, Enum
    {
        private readonly (byte[] Name, T Value)[] names =
            [.. Enum.GetNames<T>().Select(name => (Encoding.UTF8.GetBytes(name), Enum.Parse<T>(name)))];

        public override void Write(Utf8JsonWriter writer, T value) => writer.WriteStringValue(value.ToString());

        public override T Read(ref Utf8JsonReader reader)
        {
            foreach (var (name, value) in names)
            {
                if (reader.ValueTextEquals(name))
                    return value;
            }

            return Enum.Parse<T>(reader.GetString()!);
        }
    }

    private sealed class NullableCodec<T>(EdmCodec<T> inner) : EdmCodec<T?>(inner.Edm)
        where T : struct
    {
        public override void Write(Utf8JsonWriter writer, T? value) => inner.Write(writer, value.GetValueOrDefault());

        public override T? Read(ref Utf8JsonReader reader) => inner.Read(ref reader);
    }
}
