using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Bench.Traffic;

namespace Hookwork.Bench.Cost;

/// <summary>What the other benches found: the last line of each, saved in a folder.</summary>
/// <param name="RequestsPerResource">Of bench ingest.</param>
/// <param name="BytesPerMail">An mbox's bytes, of bench search's mails.</param>
/// <param name="BytesPerMboxByte">Of bench search: the catalog for each byte of mbox.</param>
/// <param name="Delivery">Of bench webhooks; null while there is no such file, and deliveries are then left
/// out.</param>
internal sealed record Measured(
    TrafficFigures Traffic,
    double RequestsPerResource,
    double BytesPerMail,
    double BytesPerMboxByte,
    Measured.Deliveries? Delivery
)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">A file is missing, or is none of the bench it is named
    /// after.</exception>
    public static async Task<Measured> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var traffic = JsonSerializer.Deserialize(
            await LineAsync("traffic"),
            TrafficFiguresJson.Default.TrafficFigures
        )!;
        var ingest = JsonNode.Parse(await LineAsync("ingest"))!;
        var search = JsonNode.Parse(await LineAsync("search"))!;
        var webhooks = File.Exists(PathOf("webhooks")) ? JsonNode.Parse(await LineAsync("webhooks"))! : null;
        return new Measured(
            traffic,
            Figure(ingest, "ingest", "requestsPerResource"),
            Figure(search, "search", "mboxBytes") / Figure(search, "search", "mails"),
            Figure(search, "search", "bytesPerMboxByte"),
            webhooks is null
                ? null
                : new Deliveries(
                    Figure(webhooks, "webhooks", "transactionsPerDelivery"),
                    Figure(webhooks, "webhooks", "payloadBytesP50")
                )
        );

        string PathOf(string bench) => Path.Combine(folder, bench + ".json");

        Task<string> LineAsync(string bench) =>
            File.Exists(PathOf(bench))
                ? File.ReadAllTextAsync(PathOf(bench), cancellationToken)
                : throw new InvalidOperationException(
                    $"{PathOf(bench)} is missing: save the last line of 'bench -- {bench}' there, or give the folder with --results."
                );
    }

    /// <summary>What a delivery takes.</summary>
    /// <param name="Transactions">Requests to storage.</param>
    /// <param name="Bytes">The body of a message.</param>
    internal sealed record Deliveries(double Transactions, double Bytes);

    private static double Figure(JsonNode figures, string bench, string name) =>
        figures[name]?.GetValue<double>()
        ?? throw new InvalidOperationException(
            $"{bench}.json has no {name}: save the last line of 'bench -- {bench}' there again."
        );
}
