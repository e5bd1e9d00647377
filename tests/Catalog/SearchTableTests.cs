using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Tests.Api;

namespace Hookwork.Tests.Catalog;

/// <summary>
/// Queries over the recording, over HTTP, against independently derived results: see queries/README.md.
/// </summary>
[Collection(ServedArchive.Collection)]
public sealed class SearchTableTests(ServedArchive archive)
{
    private static readonly IReadOnlyDictionary<(string Query, string? Project), string[]> s_expected = Read();

    /// <summary>The queries without their results.</summary>
    internal static string[] Typed { get; } =
    [.. s_expected.Keys.Select(key => key.Query).Distinct(StringComparer.Ordinal)];

    public static TheoryData<string, string?> Queries
    {
        get
        {
            var queries = new TheoryData<string, string?>();
            foreach (var (query, project) in s_expected.Keys)
                queries.Add(query, project);
            return queries;
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Finds_what_the_table_says(string query, string? project)
    {
        var path =
            $"search?format=json&per_page=250&q={Uri.EscapeDataString(query)}{(project is null ? "" : $"&project={project}")}";

        var answer = JsonNode.Parse(await archive.Client.GetStringAsync(path))!;

        var found = answer["hits"]!
            .AsArray()
            .Select(hit => $"{hit!["project"]} {hit["kind"]} {hit["id"]}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(s_expected[(query, project)], found);
        Assert.Equal(s_expected[(query, project)].Length, answer["total"]!.GetValue<int>());
    }

    private static Dictionary<(string Query, string? Project), string[]> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "queries", "expected.json"));
        return JsonNode
            .Parse(file)!
            .AsArray()
            .ToDictionary(
                row => (row!["query"]!.GetValue<string>(), row["project"]?.GetValue<string>()),
                row => row!["hits"].Deserialize<string[]>()!.Order(StringComparer.Ordinal).ToArray()
            );
    }
}
