using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Api.Http;

/// <summary>The parameters of a query string, in order. Names are case-sensitive. Links repeat them sorted.</summary>
internal sealed class ApiQuery
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    public ApiQuery(QueryString query)
    {
        foreach (var parameter in new QueryStringEnumerable(query.Value))
            _parameters.Add(new(parameter.DecodeName().ToString(), parameter.DecodeValue().ToString()));
    }

    /// <summary>The last value of a parameter, which is the one used; null if there is none.</summary>
    public string? Last(string name) => _parameters.FindLast(parameter => parameter.Key == name).Value;

    /// <summary>The distinct values of a parameter, the one given last at the end.</summary>
    public IReadOnlyList<string> All(string name) =>
        [
            .. _parameters
                .Where(parameter => parameter.Key == name)
                .Select(parameter => parameter.Value)
                .Reverse()
                .Distinct(StringComparer.Ordinal)
                .Reverse(),
        ];

    /// <summary>The query string with one parameter set, or removed where the value is null.</summary>
    public string With(string name, string? value)
    {
        var others = _parameters.Where(parameter => parameter.Key != name);
        if (value is not null)
            others = others.Append(new(name, value));

        var text = new StringBuilder();
        foreach (var (key, each) in others.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            text.Append(text.Length == 0 ? '?' : '&').Append(Encode(key)).Append('=').Append(Encode(each));
        return text.ToString();
    }

    private static string Encode(string text) =>
        Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
