using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Azure;
using Hookwork.Ingest;
using Hookwork.Input;
using Hookwork.Patchwork;
using Microsoft.Extensions.Caching.Memory;

namespace Hookwork.Api;

/// <summary>
/// Asks upstream whether it accepts a caller's credentials. Its answer counts for a minute, and callers with the same
/// credentials share one request. Credentials are neither stored nor logged; only a hash of them is kept in memory.
/// </summary>
public sealed class Callers : IDisposable
{
    /// <summary>The most checks a minute of credentials that upstream has not accepted lately.</summary>
    internal const int MostStrangers = 60;

    private const int MostCached = 10_000;

    /// <summary>The cheapest view that refuses wrong credentials.</summary>
    private const string PublicView = "api/";

    /// <summary>
    /// The cheapest view that needs credentials. Some servers never get the Authorization header, such as Apache
    /// without WSGIPassAuthorization. They would answer the public view whatever was sent.
    /// </summary>
    private const string UsersView = "api/people/?per_page=1";

    /// <summary>How long a check may take.</summary>
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a read of public data waits for the check, if the credentials were accepted within the last hour.
    /// </summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer counts.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>How long accepted credentials are exempt from the limit, so that a flood of others does no harm.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    private readonly PatchworkWriter _writer;
    private readonly UpstreamSlots _slots;
    private readonly MemoryCache _answers;
    private readonly MemoryCache _accepted;

    /// <summary>The credentials of writes that upstream has not accepted.</summary>
    private readonly MemoryCache _writers;
    private readonly FixedWindowRateLimiter _strangers = NewLimiter();

    /// <summary>
    /// Further writes with credentials that are not accepted yet. A new client may send many before the first is
    /// answered.
    /// </summary>
    private readonly FixedWindowRateLimiter _further = NewLimiter();

    /// <summary>
    /// Writes without credentials. Many of them must not use up the checks of callers who have credentials.
    /// </summary>
    private readonly FixedWindowRateLimiter _nobody = NewLimiter();

    public Callers(PatchworkWriter writer, UpstreamSlots slots, TimeProvider time)
    {
        (_writer, _slots) = (writer, slots);
        (_answers, _accepted, _writers) = (NewCache(), NewCache(), NewCache());

        MemoryCache NewCache() => new(new MemoryCacheOptions { SizeLimit = MostCached, Clock = new CacheClock(time) });
    }

    /// <summary>Whether an Authorization header has credentials for Patchwork, which ignores other schemes.</summary>
    public static bool HasCredentials(string authorization) =>
        authorization.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var scheme, ..]
        && (
            scheme.Equals("Token", StringComparison.OrdinalIgnoreCase)
            || scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Asks upstream to check credentials; null if it accepts them, else its refusal.</summary>
    /// <param name="isPublic">Whether the requested data are public. A backfill may hold all slots for hours. Callers
    /// whose credentials were accepted within the last hour then read public data without the check.</param>
    /// <exception cref="UpstreamException">Upstream does not answer.</exception>
    /// <exception cref="TooManyCallersException">Too many credentials were checked.</exception>
    public async Task<string?> RefusalAsync(string authorization, bool isPublic, CancellationToken cancellationToken)
    {
        var hash = HashOf(authorization);
        var view = isPublic ? PublicView : UsersView;
        Task<string?>? answer;
        bool isKnown;
        lock (_answers)
        {
            isKnown = _accepted.TryGetValue(hash, out _);
            if (!_answers.TryGetValue(KeyOf(hash, view), out answer))
            {
                if (!isKnown)
                    Admit(_strangers);
                answer = Task.Run(() => AskAsync(hash, view, authorization), CancellationToken.None);
                Keep(_answers, KeyOf(hash, view), answer, Fresh);
            }
        }
        var mayPass = isKnown && isPublic;
        try
        {
            return await answer!.WaitAsync(mayPass ? Shortly : Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (TimeoutException) when (mayPass)
        {
            return null;
        }
    }

    /// <summary>
    /// Counts new credentials of a write together with those of reads. Upstream checks them itself, so a write could be
    /// used to guess credentials. Writes without credentials are counted by themselves: each takes a slot, and upstream
    /// refuses it. So are further writes with wrong ones, all of them together.
    /// </summary>
    /// <exception cref="TooManyCallersException">Too many writes had new credentials, wrong ones, or none.</exception>
    public void Admit(string authorization)
    {
        if (!HasCredentials(authorization))
        {
            Admit(_nobody);
            return;
        }
        var hash = HashOf(authorization);
        lock (_answers)
        {
            if (_accepted.TryGetValue(hash, out _))
                return;
            if (_writers.TryGetValue(hash, out _))
            {
                using var further = _further.AttemptAcquire();
                if (!further.IsAcquired)
                    Admit(_nobody);
                return;
            }
            if (!_answers.TryGetValue(KeyOf(hash, PublicView), out _))
                Admit(_strangers);
            Keep(_writers, hash, true, Fresh);
        }
    }

    /// <summary>Notes that upstream accepted the credentials of a write.</summary>
    public void Accept(string authorization) => Keep(_accepted, HashOf(authorization), true, Lately);

    public void Dispose()
    {
        _answers.Dispose();
        _accepted.Dispose();
        _writers.Dispose();
        _strangers.Dispose();
        _further.Dispose();
        _nobody.Dispose();
    }

    private static FixedWindowRateLimiter NewLimiter() =>
        new(new FixedWindowRateLimiterOptions { PermitLimit = MostStrangers, Window = TimeSpan.FromMinutes(1) });

    private static void Admit(FixedWindowRateLimiter limiter)
    {
        using var lease = limiter.AttemptAcquire();
        if (!lease.IsAcquired)
            throw new TooManyCallersException(
                lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Fresh
            );
    }

    private async Task<string?> AskAsync(string hash, string view, string authorization)
    {
        try
        {
            using var limit = new CancellationTokenSource(LongestCheck);
            var refusal = await AskAsync(view, authorization, limit.Token);
            if (refusal is null)
                Keep(_accepted, hash, true, Lately);
            else
                _accepted.Remove(hash);
            return refusal;
        }
        catch (Exception exception)
        {
            lock (_answers)
                _answers.Remove(KeyOf(hash, view));
            if (exception is OperationCanceledException)
                throw new UpstreamUnavailableException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Patchwork did not answer within {LongestCheck.TotalSeconds} seconds."
                    ),
                    inner: exception
                );
            // The slots are blobs.
            if (exception is RequestFailedException or AggregateException)
                throw new UpstreamUnavailableException("Storage does not answer.", inner: exception);
            throw;
        }
    }

    private async Task<string?> AskAsync(string view, string authorization, CancellationToken cancellationToken)
    {
        await using var slot = await _slots.TakeAsync(cancellationToken);
        var answer = await _writer.SendAsync(
            new WriteRequest(HttpMethod.Get, view, [], null, "application/json", authorization),
            cancellationToken
        );
        return answer switch
        {
            { IsSuccess: true } when IsView(view, answer.Body) => null,
            { Status: 401 or 403 } when Text(answer.Body, "detail") is { } refusal => refusal,
            _ => throw new UpstreamUnavailableException($"Patchwork answered {answer.Status} to the credentials."),
        };
    }

    /// <summary>Whether a body is that of the view, and not of a bot wall.</summary>
    private static bool IsView(string view, byte[] body) =>
        view == UsersView ? body is [(byte)'[', ..] : Text(body, "patches") is not null;

    private static string KeyOf(string hash, string view) => $"{hash} {view}";

    private static string HashOf(string authorization) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(authorization)));

    private static void Keep<T>(MemoryCache cache, string key, T value, TimeSpan span) =>
        cache.Set(key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = span });

    private static string? Text(byte[] body, string name)
    {
        using var json = JsonFields.Parse(body);
        return json?.RootElement.Text(name);
    }
}
