using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>Handles every URL of the server.</summary>
/// <param name="newest">The version of API URLs without one.</param>
internal sealed class Site(Ledger ledger, TimeProvider time, ApiVersion newest)
{
    private readonly Api _api = new(ledger, new Writes(ledger, time), newest);
    private readonly Mboxes _mboxes = new(ledger);

    /// <summary>Handles a request, with the ledger locked.</summary>
    public Answer Answer(Call call)
    {
        var segments = Array.ConvertAll(
            call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries),
            Uri.UnescapeDataString
        );
        lock (ledger.Gate)
        {
            call = call with { Zone = time.LocalTimeZone };
            ledger.Turn(call.IsRead ? call.Path + call.Query.Text : null);
            return segments is ["api", .. var rest]
                ? _api.Answer(call, rest)
                : _mboxes.Answer(call, segments) ?? Http.Answer.NoPage;
        }
    }
}
