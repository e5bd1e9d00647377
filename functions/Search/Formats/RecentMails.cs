using Hookwork.Input;
using Microsoft.Extensions.Caching.Memory;

namespace Hookwork.Search.Formats;

/// <summary>
/// Mails that were served lately, so that a thread which many ask for is read from Storage once. A mail never changes; if
/// upstream's copy of it does, the catalog has it in a row of another number.
/// </summary>
public sealed class RecentMails(TimeProvider time) : IDisposable
{
    /// <summary>How many bytes are kept.</summary>
    private const long MostBytes = 32 << 20;

    /// <summary>Larger mails are not kept (bytes).</summary>
    private const int LargestMail = 1 << 20;

    /// <summary>What a mail takes besides its bytes.</summary>
    private const int Overhead = 256;

    /// <summary>How long a mail is kept, since instances number the rows of their catalogs independently.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _mails = new(
        new MemoryCacheOptions { SizeLimit = MostBytes, Clock = new CacheClock(time) }
    );

    /// <summary>A mail's bytes; null if it was not served lately.</summary>
    public byte[]? Find(MailPlace mail) => _mails.Get<byte[]>(mail);

    /// <summary>Keeps a mail's bytes.</summary>
    public void Keep(MailPlace mail, byte[] bytes)
    {
        if (bytes.Length <= LargestMail)
            _mails.Set(
                mail,
                bytes,
                new MemoryCacheEntryOptions { Size = bytes.Length + Overhead, AbsoluteExpirationRelativeToNow = Fresh }
            );
    }

    public void Dispose() => _mails.Dispose();
}
