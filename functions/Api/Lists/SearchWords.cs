namespace Hookwork.Api.Lists;

/// <summary>The words that <c>q</c> asks for.</summary>
internal static class SearchWords
{
    /// <summary>Takes a text apart at blanks of any kind and at commas, as Django REST framework does.</summary>
    public static string[] In(string text) =>
        text.Replace("\0", "", StringComparison.Ordinal)
            .Replace(',', ' ')
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
