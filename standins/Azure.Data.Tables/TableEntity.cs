using System.Globalization;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>
/// A row with any columns, as a dictionary. Columns have the types that Table storage has: string, int, long, double,
/// bool, <see cref="DateTimeOffset"/>, <see cref="Guid"/> and byte array; when written, <see cref="DateTime"/> in UTC
/// and <see cref="BinaryData"/> are accepted as well.
/// </summary>
public sealed partial class TableEntity : ITableEntity
{
    private readonly Dictionary<string, object?> columns;

    /// <summary>A row without keys.</summary>
    public TableEntity() => columns = [];

    /// <summary>A row with its keys.</summary>
    public TableEntity(string partitionKey, string rowKey)
    {
        columns = [];
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>A row with a copy of <paramref name="values"/>.</summary>
    public TableEntity(IDictionary<string, object> values) =>
        columns = values is null ? [] : new Dictionary<string, object?>(values!);

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(Names.PartitionKey)!;
        set => columns[Names.PartitionKey] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(Names.RowKey)!;
        set => columns[Names.RowKey] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(Names.Timestamp);
        set => columns[Names.Timestamp] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => GetString(Names.ETag) is { } text ? new ETag(text) : default;
        set => columns[Names.ETag] = value.ToString();
    }

    /// <summary>The text of a column, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public string? GetString(string key) => Value(key) switch
    {
        null => null,
        string text => text,
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("o", CultureInfo.InvariantCulture),
        var other => throw Mismatch(typeof(string), other),
    };

    /// <summary>The bytes of a column, or null if there are none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public byte[]? GetBinary(string key) => Value(key) switch
    {
        null => null,
        byte[] bytes => bytes,
        BinaryData data => data.ToArray(),
        var other => throw Mismatch(typeof(byte[]), other),
    };

    /// <summary>The bytes of a column, or null if there are none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public BinaryData? GetBinaryData(string key) => Value(key) switch
    {
        null => null,
        BinaryData data => data,
        byte[] bytes => new BinaryData(bytes),
        var other => throw Mismatch(typeof(BinaryData), other),
    };

    /// <summary>The boolean of a column, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public bool? GetBoolean(string key) => Get<bool>(key);

    /// <summary>The time of a column in UTC, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public DateTime? GetDateTime(string key) => Value(key) switch
    {
        null => null,
        DateTime time => time,
        DateTimeOffset time => time.UtcDateTime,
        var other => throw Mismatch(typeof(DateTime), other),
    };

    /// <summary>The time of a column, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => Value(key) switch
    {
        null => null,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        var other => throw Mismatch(typeof(DateTimeOffset), other),
    };

    /// <summary>The 64-bit floating-point number of a column, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public double? GetDouble(string key) => Get<double>(key);

    /// <summary>The GUID of a column, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public Guid? GetGuid(string key) => Get<Guid>(key);

    /// <summary>The 32-bit integer of a column, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public int? GetInt32(string key) => Get<int>(key);

    /// <summary>The 64-bit integer of a column, or null if there is none.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public long? GetInt64(string key) => Get<long>(key);

    private T? Get<T>(string key)
        where T : struct => Value(key) switch
        {
            null => null,
            T value => value,
            var other => throw Mismatch(typeof(T), other),
        };

    private object? Value(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return columns.GetValueOrDefault(key);
    }

    /// <summary>Keeps a column that is long or double as it is when an int is assigned to it.</summary>
    private void SetValue(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        columns[key] = (columns.GetValueOrDefault(key), value) switch
        {
            (double, int number) => (double)number,
            (long, int number) => (long)number,
            (string, DateTime time) => time.ToString("o", CultureInfo.InvariantCulture),
            (string, DateTimeOffset time) => time.ToString("o", CultureInfo.InvariantCulture),
            _ => value,
        };
    }

    private static InvalidOperationException Mismatch(Type asked, object value) =>
        new($"The column holds a {value.GetType()}, which cannot be returned as {asked}.");
}
