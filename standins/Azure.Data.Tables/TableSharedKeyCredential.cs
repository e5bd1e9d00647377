using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>An account and one of its two keys.</summary>
public class TableSharedKeyCredential
{
    private byte[] key = [];

    /// <summary>An account with its key.</summary>
    /// <param name="accountName">The name of the storage account.</param>
    /// <param name="accountKey">The key, in Base64.</param>
    /// <exception cref="FormatException">The key is not Base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentException.ThrowIfNullOrEmpty(accountKey);
        AccountName = accountName;
        SetAccountKey(accountKey);
    }

    /// <summary>The name of the storage account.</summary>
    public string AccountName { get; }

    /// <summary>Changes the key of every client that uses this credential, for key rotation.</summary>
    /// <param name="accountKey">The new key, in Base64.</param>
    public void SetAccountKey(string accountKey) => Volatile.Write(ref key, Convert.FromBase64String(accountKey));

    /// <summary>The HMAC-SHA256 of <paramref name="text"/> in UTF-8, in Base64.</summary>
    internal string Sign(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Volatile.Read(ref key), Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToBase64String(hash);
    }
}
