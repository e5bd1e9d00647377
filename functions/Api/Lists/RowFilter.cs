using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Input;

namespace Hookwork.Api.Lists;

/// <summary>A filter parameter of a short list.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="About">What it takes, for the OpenAPI document.</param>
/// <param name="Make">Makes the predicate from one or more values; null if one is not valid, which makes the list
/// empty.</param>
internal sealed record RowFilter(string Name, string About, Func<IReadOnlyList<string>, Func<JsonElement, bool>?> Make)
{
    public bool MayRepeat { get; init; }

    public static RowFilter Since { get; } =
        new("since", ApiDate.FirstDate, values => OnDate(values[^1], (date, limit) => date >= limit));

    public static RowFilter Before { get; } =
        new("before", ApiDate.LastDate, values => OnDate(values[^1], (date, limit) => date < limit));

    /// <summary>The rows of a user. A user without rows makes the list empty, known or not.</summary>
    public static RowFilter User(string name) =>
        new(
            name,
            "A user's id or user name.",
            values =>
                row =>
                    row.Field(name) is { ValueKind: JsonValueKind.Object } user
                    && values.Any(value =>
                        PythonNumber.TryRead(value, out var id)
                            ? user.Id() == id
                            : string.Equals(user.Text("username"), value, StringComparison.OrdinalIgnoreCase)
                    )
        )
        {
            MayRepeat = true,
        };

    /// <summary>The rows of a project. An unknown project makes the list empty.</summary>
    public static RowFilter Project { get; } =
        new(
            "project",
            "A project's id or link name.",
            values =>
                row =>
                    row.TryGetProperty("project", out var project)
                    && values.Any(value =>
                        new ProjectName(project.Id() ?? 0, project.Text("link_name") ?? "", "").Is(value)
                    )
        )
        {
            MayRepeat = true,
        };

    /// <summary>Rows with a flag or without.</summary>
    public static RowFilter Flag(string name) =>
        new(
            name,
            "true or false.",
            values =>
                values[^1].ToLowerInvariant() switch
                {
                    "true" or "1" => row => Is(row, name, true),
                    "false" or "0" => row => Is(row, name, false),
                    _ => _ => true,
                }
        );

    /// <summary>One of several words, by its index, as in Patchwork's form.</summary>
    public static RowFilter Choice(string name, IReadOnlyList<string> words) =>
        new(
            name,
            $"A number: {string.Join(", ", words.Select((word, at) => $"{at} {word}"))}.",
            values =>
                values[^1].Length == 0 ? _ => true
                : values[^1] is [>= '0' and <= '9' and var digit] && digit - '0' < words.Count
                    ? row => row.Text(name) == words[digit - '0']
                : null
        );

    public static RowFilter Same(string name) =>
        new(
            name,
            $"A {name}.",
            values => values[^1].Trim() is { Length: > 0 } value ? row => row.Text(name) == value : _ => true
        );

    /// <summary>Each word occurs in one of the fields, ignoring case.</summary>
    public static RowFilter Search(params string[] fields) =>
        new(
            "q",
            $"Words in the {fields[0]}.",
            values =>
            {
                var words = SearchWords.In(values[^1]);
                return row =>
                    Array.TrueForAll(
                        words,
                        word =>
                            Array.Exists(
                                fields,
                                field => row.Text(field)?.Contains(word, StringComparison.OrdinalIgnoreCase) == true
                            )
                    );
            }
        );

    private static Func<JsonElement, bool>? OnDate(string text, Func<DateTime, DateTime, bool> keeps) =>
        text.Length == 0 ? _ => true
        : ApiDate.Parse(text) is { } limit
            ? row => ApiDate.Parse(row.Text("date") ?? "") is { } date && keeps(date, limit)
        : null;

    private static bool Is(JsonElement row, string name, bool value) =>
        row.Field(name)?.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False);
}
