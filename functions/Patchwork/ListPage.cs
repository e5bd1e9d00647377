using System.Collections;

namespace Hookwork.Patchwork;

/// <summary>A page of a list, as the server cuts it.</summary>
/// <param name="items">Its items.</param>
/// <param name="isLast">Whether no page follows.</param>
public sealed class ListPage<T>(IReadOnlyList<T> items, bool isLast) : IReadOnlyList<T>
{
    /// <summary>Whether no page follows. The server may serve fewer items a page than it was asked for.</summary>
    public bool IsLast => isLast;

    public int Count => items.Count;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
