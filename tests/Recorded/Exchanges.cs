using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Hookwork.Tests.Recorded;

/// <summary>The bundled recording, read from its files without the code under test.</summary>
internal static class Exchanges
{
    public const string Origin = "http://patchwork.example.org";

    public static IReadOnlyList<JsonNode> Read(string name)
    {
        using var lines = new StreamReader(
            new GZipStream(
                File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", name + ".jsonl.gz")),
                CompressionMode.Decompress
            )
        );
        List<JsonNode> nodes = [];
        while (lines.ReadLine() is { } line)
            nodes.Add(JsonNode.Parse(line)!);
        return nodes;
    }
}
