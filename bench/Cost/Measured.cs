using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Bench.Traffic;

namespace Hookwork.Bench.Cost;

/// <summary>The other benches' figures: the last line of each, saved in a folder.</summary>
/// <param name="RequestsPerResource">From bench ingest.</param>
/// <param name="BytesPerMail">Bytes of mbox for each mail, from bench search.</param>
/// <param name="BytesPerMboxByte">Bytes of catalog for each byte of mbox, from bench search.</param>
/// <param name="Delivery">From bench webhooks; null if there is no such file, which leaves deliveries out.</param>
internal sealed record Measured(
    TrafficFigures Traffic,
    double RequestsPerResource,
    double BytesPerMail,
    double BytesPerMboxByte,
    Measured.Deliveries? Delivery
)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="InvalidOperationException">A file is missing, or lacks a figure of its bench.</exception>
    public static async Task<Measured> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var traffic = JsonSerializer.Deserialize(await LineAsync("traffic"), FiguresJson.Default.TrafficFigures)!;
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

    /// <summary>The cost of a delivery.</summary>
    /// <param name="Transactions">Requests to storage.</param>
    /// <param name="Bytes">The size of a message's body.</param>
    internal sealed record Deliveries(double Transactions, double Bytes);

    private static double Figure(JsonNode figures, string bench, string name) =>
        figures[name]?.GetValue<double>()
        ?? throw new InvalidOperationException(
            $"{bench}.json has no {name}: save the last line of 'bench -- {bench}' there again."
        );
}
