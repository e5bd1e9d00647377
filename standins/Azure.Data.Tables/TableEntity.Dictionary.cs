using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

public sealed partial class TableEntity : IDictionary<string, object>
{
    /// <summary>The number of columns, keys included.</summary>
    public int Count => columns.Count;

    /// <summary>The names of the columns.</summary>
    public ICollection<string> Keys => columns.Keys;

    ICollection<object> IDictionary<string, object>.Values => columns.Values!;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    private IDictionary<string, object> Columns => columns!;

    /// <summary>The value of a column; null if there is none.</summary>
    public object? this[string key]
    {
        get => Value(key);
        set => SetValue(key, value);
    }

    object IDictionary<string, object>.this[string key]
    {
        get => Value(key)!;
        set => SetValue(key, value);
    }

    /// <summary>Adds a column.</summary>
    /// <exception cref="ArgumentException">The row has a column of that name.</exception>
    public void Add(string key, object? value) => columns.Add(key, value);

    /// <summary>Removes every column, the keys too.</summary>
    public void Clear() => columns.Clear();

    /// <summary>Whether the row has a column of that name.</summary>
    public bool ContainsKey(string key) => columns.ContainsKey(key);

    /// <summary>Removes a column, and says whether there was one.</summary>
    public bool Remove(string key) => columns.Remove(key);

    /// <summary>Looks a column up, and says whether there is one.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => columns.TryGetValue(key, out value);

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => SetValue(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => Columns.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        Columns.CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) => Columns.Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() =>
        Columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => columns.GetEnumerator();
}
