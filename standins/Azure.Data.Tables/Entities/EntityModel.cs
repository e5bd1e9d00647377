using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Entities;

/// <summary>
/// The columns of an entity's type: its public properties and fields, without those that have
/// <see cref="IgnoreDataMemberAttribute"/>, under the names that <see cref="DataMemberAttribute"/> gives them. Keys,
/// timestamp and ETag go through <see cref="ITableEntity"/>, so that they may be implemented explicitly.
/// </summary>
internal sealed class EntityModel
{
    private static readonly ConcurrentDictionary<Type, EntityModel> Models = new();
    private static readonly JsonEncodedText PartitionKeyName = JsonEncodedText.Encode(Names.PartitionKey);
    private static readonly JsonEncodedText RowKeyName = JsonEncodedText.Encode(Names.RowKey);

    private readonly EntityColumn[] columns;

    private EntityModel(Type type)
    {
        var byName = new Dictionary<string, EntityColumn>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
        {
            var valueType = member switch
            {
                PropertyInfo property when property.GetIndexParameters().Length == 0 => property.PropertyType,
                FieldInfo field => field.FieldType,
                _ => null,
            };
            if (valueType is null || member.IsDefined(typeof(IgnoreDataMemberAttribute)))
                continue;

            // Members of a derived type come before the ones that they hide.
            var name = ColumnName(member);
            if (name is not (Names.PartitionKey or Names.RowKey or Names.Timestamp or nameof(ITableEntity.ETag)) && !byName.ContainsKey(name))
                byName.Add(name, EntityColumn.Create(member, valueType, name));
        }

        columns = [.. byName.Values];
    }

    public static EntityModel Of(Type type) => Models.GetOrAdd(type, static type => new EntityModel(type));

    /// <summary>The name of the column that a property or field is stored in.</summary>
    public static string ColumnName(MemberInfo member) =>
        member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name;

    public void Write(Utf8JsonWriter writer, ITableEntity entity)
    {
        writer.WriteStartObject();
        writer.WriteString(PartitionKeyName, entity.PartitionKey);
        writer.WriteString(RowKeyName, entity.RowKey);
        foreach (var column in columns)
            column.Write(writer, entity);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object at whose start the reader stands.</summary>
    public void Read(ref Utf8JsonReader reader, ITableEntity entity)
    {
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.Contains((byte)'@') || !(ReadOwn(ref reader, entity) || ReadColumn(ref reader, entity, ref next)))
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static bool ReadOwn(ref Utf8JsonReader reader, ITableEntity entity)
    {
        if (reader.ValueTextEquals("PartitionKey"u8))
            entity.PartitionKey = Text(ref reader)!;
        else if (reader.ValueTextEquals("RowKey"u8))
            entity.RowKey = Text(ref reader)!;
        else if (reader.ValueTextEquals("Timestamp"u8))
            entity.Timestamp = Time(ref reader);
        else if (reader.ValueTextEquals("odata.etag"u8))
            entity.ETag = new ETag(Text(ref reader)!);
        else
            return false;
        return true;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();
    }

    /// <summary>Columns usually come in the order in which they were written, so the next one is tried first.</summary>
    private bool ReadColumn(ref Utf8JsonReader reader, ITableEntity entity, ref int next)
    {
        for (var tried = 0; tried < columns.Length; tried++)
        {
            var index = (next + tried) % columns.Length;
            if (!reader.ValueTextEquals(columns[index].Name.EncodedUtf8Bytes))
                continue;

            reader.Read();
            columns[index].Read(ref reader, entity);
            next = index + 1;
            return true;
        }

        return false;
    }
}
