namespace Hookwork.Catalog.Query;

/// <summary>A word or quoted phrase as typed.</summary>
/// <param name="Value">The text without quotes and trailing star.</param>
/// <param name="IsQuoted">Whether it was quoted.</param>
/// <param name="HasStar">Whether a star followed.</param>
internal readonly record struct QueryWord(string Value, bool IsQuoted, bool HasStar)
{
    /// <summary>The text with its star.</summary>
    public string Full => HasStar ? Value + "*" : Value;
}
