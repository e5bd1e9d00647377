using System.Text.Json.Nodes;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Api;

[Collection(ServedArchive.Collection)]
public sealed class ReplayTests(ServedArchive archive)
{
    /// <summary>Answers that differ from the recording, with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["GET /api/patches/?order=submitter&per_page=4"] =
            "Patchwork leaves equal rows in whatever order its database has them; here they are ordered by id.",
    };

    [Fact]
    public async Task Answers_every_recorded_request_as_Patchwork_did()
    {
        List<string> differences = [];
        var exchanges = Exchanges.Read("exchanges");
        foreach (var exchange in exchanges)
        {
            var found = Writes(exchange)
                ? await WriteAsync(exchange)
                : await ExchangeReplay.DifferencesAsync(archive.Client.BaseAddress!, exchange);
            if (Exceptions.ContainsKey(ExchangeReplay.NameOf(exchange)))
                Assert.NotEmpty(found);
            else
                differences.AddRange(found);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join("\n", differences));
        Assert.Equal(198, exchanges.Count);
    }

    private static bool Writes(JsonNode exchange) =>
        exchange["request"]!["user"] is not null
        && (string)exchange["request"]!["method"]! is "PATCH" or "PUT" or "POST";

    /// <summary>Each recorded write was reverted before the next, so each replays on a fresh server.</summary>
    private static async Task<IReadOnlyList<string>> WriteAsync(JsonNode exchange)
    {
        var own = await ServedArchive.StartAsync(visibleEvents: 0);
        try
        {
            own.Patchwork.Time.VisibleEvents = null;
            return await ExchangeReplay.DifferencesAsync(own.Client.BaseAddress!, exchange);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }
}
