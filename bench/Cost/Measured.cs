using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Bench.Traffic;

namespace Hookwork.Bench.Cost;

/// <summary>What the other benches found: the last line of each, saved in a folder.</summary>
/// <param name="RequestsPerResource">Of bench ingest.</param>
/// <param name="BytesPerMail">An mbox's bytes, of bench search's mails.</param>
/// <param name="BytesPerMboxByte">Of bench search: the catalog for each byte of mbox.</param>
/// <param name="TransactionsPerDelivery">Of bench webhooks; null while there is no such file, and deliveries are then left out.</param>
internal sealed record Measured(
    TrafficFigures Traffic, double RequestsPerResource, double BytesPerMail, double BytesPerMboxByte, double? TransactionsPerDelivery)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">A file is missing, or is none of the bench it is named after.</exception>
    public static async Task<Measured> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var traffic = JsonSerializer.Deserialize(await LineAsync("traffic"), TrafficFiguresJson.Default.TrafficFigures)!;
        var ingest = JsonNode.Parse(await LineAsync("ingest"))!;
        var search = JsonNode.Parse(await LineAsync("search"))!;
        double? perDelivery = File.Exists(PathOf("webhooks")) ? Figure(JsonNode.Parse(await LineAsync("webhooks"))!, "webhooks", "transactionsPerDelivery") : null;
        return new Measured(
            traffic, Figure(ingest, "ingest", "requestsPerResource"),
            Figure(search, "search", "mboxBytes") / Figure(search, "search", "mails"), Figure(search, "search", "bytesPerMboxByte"), perDelivery);

        string PathOf(string bench) => Path.Combine(folder, bench + ".json");

        Task<string> LineAsync(string bench) =>
            File.Exists(PathOf(bench))
                ? File.ReadAllTextAsync(PathOf(bench), cancellationToken)
                : throw new InvalidOperationException($"{PathOf(bench)} is missing: save the last line of 'bench -- {bench}' there, or give the folder with --results.");
    }

    private static double Figure(JsonNode figures, string bench, string name) =>
        figures[name]?.GetValue<double>() ?? throw new InvalidOperationException($"{bench}.json has no {name}: save the last line of 'bench -- {bench}' there again.");
}
