namespace Hookwork.Api.Lists;

/// <summary>The words in <c>q</c>.</summary>
internal static class SearchWords
{
    /// <summary>Splits a text at whitespace and commas, as Django REST framework does.</summary>
    public static string[] In(string text) =>
        text.Replace("\0", "", StringComparison.Ordinal)
            .Replace(',', ' ')
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
