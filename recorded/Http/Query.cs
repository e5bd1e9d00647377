using System.Text;

namespace Hookwork.Recorded.Http;

/// <summary>
/// The parameters of a query string, in order, parsed and written as Python's <c>urllib.parse</c> does.
/// </summary>
internal sealed class Query
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    public Query(string text)
    {
        Text = text;
        foreach (var part in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=');
            _parameters.Add(at < 0 ? new(Decode(part), "") : new(Decode(part[..at]), Decode(part[(at + 1)..])));
        }
    }

    /// <summary>The query string as sent, with its question mark.</summary>
    public string Text { get; }

    /// <summary>The last value of a parameter, as in Django; null if there is none.</summary>
    public string? Last(string name) => _parameters.FindLast(parameter => parameter.Key == name).Value;

    public IReadOnlyList<string> All(string name) =>
        [.. _parameters.Where(parameter => parameter.Key == name).Select(parameter => parameter.Value)];

    /// <summary>
    /// The query string with one parameter set, or removed when the value is null; parameters sorted by name.
    /// </summary>
    public string With(string name, string? value)
    {
        List<KeyValuePair<string, string>> others = [.. _parameters.Where(parameter => parameter.Key != name)];
        if (value is not null)
            others.Add(new(name, value));

        var text = new StringBuilder();
        foreach (var (key, each) in others.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            text.Append(text.Length == 0 ? '?' : '&').Append(Encode(key)).Append('=').Append(Encode(each));
        return text.ToString();
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Encode(string text) =>
        Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
