using Xunit.Abstractions;

namespace Hookwork.Tests.Ingest;

/// <summary>The requests for one patch, cover letter or series, all included.</summary>
public sealed class BudgetTests(ITestOutputHelper output)
{
    private const double Resources = 434 + 88 + 122;

    [Fact]
    public async Task Stays_within_the_budget_of_transactions_and_requests_on_the_recording()
    {
        var recording = await CleanArchive.WholeAsync();
        var (transactions, requests) = (recording.Transactions / Resources, recording.Requests / Resources);
        output.WriteLine($"{transactions:0.00} storage transactions and {requests:0.00} upstream requests a resource");
        // The bench's budget is 6. Here each message is received alone.
        Assert.InRange(transactions, 1, 7);
        Assert.InRange(requests, 1, 3);
        Assert.InRange(recording.MostAtOnce, 1, 4);
    }
}
