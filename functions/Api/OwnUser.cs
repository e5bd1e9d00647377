using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Api.Resources;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Api;

/// <summary>
/// Shows a user as the server shows them to the caller, who sees their own settings. Only the server knows whose token
/// a request has.
/// </summary>
public sealed class OwnUser(PatchworkClient client, UpstreamSlots slots, TimeProvider time)
{
    /// <summary>The longest wait for a slot and the server's answer. A backfill may hold all slots for hours.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Asks the server with the caller's credentials; null if it does not answer in time.</summary>
    internal async Task<ApiAnswer?> ShowAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await using var slot = await slots.TakeAsync(either.Token);
            var authorization = call.Http.Headers.Authorization.ToString();
            return await client.UserAsync(call.Id("id"), authorization, either.Token) is { } user
                ? Renderer.Answer(call, JsonElement.Parse(user.Json.Span), Entity.User, references: null)
                : ApiAnswer.NotFound;
        }
        catch (Exception exception) when (exception.IsNoAnswer(cancellationToken))
        {
            return null;
        }
    }

    /// <summary>A user without the settings, which are not archived.</summary>
    internal static ReadOnlyMemory<byte> WithoutSettings(ReadOnlyMemory<byte> user)
    {
        using var document = JsonDocument.Parse(user);
        return PlainJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var field in document.RootElement.EnumerateObject().Where(field => field.Name != "settings"))
                field.WriteTo(writer);
            writer.WriteEndObject();
        });
    }
}
