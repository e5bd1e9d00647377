using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>Rows as the Table service's JSON shows them, with minimal metadata.</summary>
internal static class EntityJson
{
    public static void Write(Utf8JsonWriter writer, ITableEntity entity)
    {
        if (entity is IDictionary<string, object> columns)
            DictionaryJson.Write(writer, columns);
        else
            EntityModel.Of(entity.GetType()).Write(writer, entity);
    }

    /// <summary>One row.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json)
        where T : class, ITableEntity
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read<T>(ref reader);
    }

    /// <summary>The rows of a page, which are its property <c>value</c>.</summary>
    public static List<T> ReadPage<T>(ReadOnlySpan<byte> json)
        where T : class, ITableEntity
    {
        var rows = new List<T>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRows = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (!isRows)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                rows.Add(Read<T>(ref reader));
        }

        return rows;
    }

    private static T Read<T>(ref Utf8JsonReader reader)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        if (entity is IDictionary<string, object> columns)
            DictionaryJson.Read(ref reader, columns);
        else
            Model<T>.Value.Read(ref reader, entity);
        return entity;
    }

    private static class Model<T>
    {
        public static readonly EntityModel Value = EntityModel.Of(typeof(T));
    }
}
