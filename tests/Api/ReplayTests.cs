using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Api;

[Collection(ServedArchive.Collection)]
public sealed class ReplayTests(ServedArchive archive)
{
    /// <summary>What is answered in another way than was recorded, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["GET /api/patches/?order=submitter&per_page=4"] = "Patchwork leaves equal rows in whatever order its database has them; here they are ordered by id.",
    };

    [Fact]
    public async Task Answers_every_recorded_request_that_writes_nothing_as_Patchwork_did()
    {
        List<string> differences = [];
        var exchanges = Exchanges.Read("exchanges").Where(exchange => exchange["request"]!["method"]!.GetValue<string>() is "GET" or "HEAD" or "OPTIONS" or "DELETE"
            || exchange["request"]!["user"] is null).ToList();
        foreach (var exchange in exchanges)
        {
            var found = await ExchangeReplay.DifferencesAsync(archive.Client.BaseAddress!, exchange);
            if (Exceptions.ContainsKey(ExchangeReplay.NameOf(exchange)))
                Assert.NotEmpty(found);
            else
                differences.AddRange(found);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join("\n", differences));
        Assert.Equal(187, exchanges.Count);
    }
}
