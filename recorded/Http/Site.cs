using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>All that the server answers, whatever the address.</summary>
/// <param name="newest">What an address of the API without a version follows.</param>
internal sealed class Site(Ledger ledger, TimeProvider time, ApiVersion newest)
{
    private readonly Api _api = new(ledger, new Writes(ledger, time), newest);
    private readonly Mboxes _mboxes = new(ledger);

    /// <summary>Makes the answer to a request, alone on the ledger while it does.</summary>
    public Answer Answer(Call call)
    {
        var segments = Array.ConvertAll(
            call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries),
            Uri.UnescapeDataString
        );
        lock (ledger.Gate)
        {
            ledger.Turn(call.Method is "GET" or "HEAD" ? call.Path + call.Query.Text : null);
            return segments is ["api", .. var rest]
                ? _api.Answer(call, rest)
                : _mboxes.Answer(call, segments) ?? Http.Answer.NoPage;
        }
    }
}
