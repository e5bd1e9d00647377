using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed class ExchangesTests
{
    [Fact]
    public async Task Answers_every_recorded_request_as_the_real_server_did()
    {
        List<string> differences = [];
        var exchanges = Exchanges.Read("exchanges");
        await using var reading = await RecordedPatchwork.StartAsync();
        foreach (var exchange in exchanges)
        {
            if ((string)exchange["request"]!["method"]! is "GET" or "HEAD" or "OPTIONS" or "DELETE")
            {
                differences.AddRange(await ExchangeReplay.DifferencesAsync(reading.Url, exchange));
                continue;
            }

            await using var writing = await RecordedPatchwork.StartAsync();
            differences.AddRange(await ExchangeReplay.DifferencesAsync(writing.Url, exchange));
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join("\n", differences));
        Assert.Equal(198, exchanges.Count);
    }
}
