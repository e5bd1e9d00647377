using System.Globalization;
using System.Security.Cryptography;

namespace Hookwork.Mail.Diffs;

/// <summary>Hashes the lines of a patch, without white space and the headers of hunks.</summary>
internal sealed class PatchIdReader : IDisposable
{
    private const int InHeader = -1;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly byte[] _sum = new byte[SHA1.HashSizeInBytes];

    // The lines that the hunk still has before and after the change.
    private long _before = InHeader;
    private long _after = InHeader;
    private bool _isBinary;
    private bool _isFound;
    private byte[] _blobs = [];

    // git's isspace, without the line feed.
    private static ReadOnlySpan<byte> Spaces => " \t\r"u8;

    public void Dispose() => _hash.Dispose();

    /// <summary>Reads a line, without its line feed; false if the patch ended before it.</summary>
    public bool TryRead(ReadOnlySpan<byte> line)
    {
        // "\ No newline at end of file", in any language.
        if (line.StartsWith("\\ "u8) && line.Length > 11)
            return true;
        if (StartsCommit(line))
            return !_isFound;
        var startsFile = line.StartsWith("diff "u8);
        if (!_isFound && !startsFile)
            return true;

        if (_before == InHeader)
        {
            if (line.StartsWith("GIT binary patch"u8) || line.StartsWith("Binary files"u8))
            {
                (_isBinary, _before) = (true, 0);
                _hash.AppendData(_blobs);
                EndFile();
                return true;
            }
            if (line.StartsWith("index "u8))
            {
                ReadBlobs(line["index "u8.Length..]);
                return true;
            }
            if (line.StartsWith("--- "u8))
                (_before, _after) = (1, 1);
            else if (line.IsEmpty || !char.IsAsciiLetter((char)line[0]))
                return false;
        }
        if (_isBinary)
        {
            // git does not hash the line that starts the next file.
            if (startsFile)
                (_isBinary, _before) = (false, InHeader);
            return true;
        }
        if (_before == 0 && _after == 0)
        {
            if (line.StartsWith("@@ -"u8))
            {
                ReadCounts(line["@@ -"u8.Length..]);
                return true;
            }
            if (!startsFile)
                return false;
            EndFile();
            (_before, _after) = (InHeader, InHeader);
        }
        if (line is [(byte)'-' or (byte)' ', ..])
            _before--;
        if (line is [(byte)'+' or (byte)' ', ..])
            _after--;
        AddWithoutSpaces(line);
        return true;
    }

    /// <summary>The patch-id, in bytes; null if there was no patch.</summary>
    public byte[]? Finish()
    {
        EndFile();
        return _isFound ? _sum : null;
    }

    // "From 0123… Mon Sep 17", as git format-patch begins a mail, or "commit 0123…" of git log.
    private static bool StartsCommit(ReadOnlySpan<byte> line)
    {
        const int Digits = 40;
        var id =
            line.StartsWith("commit "u8) ? line["commit "u8.Length..]
            : line.StartsWith("From "u8) ? line["From "u8.Length..]
            : line;
        return id.Length >= Digits && id[..Digits].IndexOfAnyExcept("0123456789abcdefABCDEF"u8) < 0;
    }

    private void ReadBlobs(ReadOnlySpan<byte> value)
    {
        var dots = value.IndexOf(".."u8);
        if (dots < 0)
            return;
        var after = value[(dots + 2)..];
        var end = after.IndexOf((byte)' ') is >= 0 and var space ? space : after.Length;
        _blobs = [.. value[..dots], .. after[..end]];
    }

    // "1,3 +1,4 @@": where the hunk is does not matter.
    private void ReadCounts(ReadOnlySpan<byte> ranges)
    {
        if (!TryReadCount(ref ranges, ref _before) || !ranges.StartsWith(" +"u8))
            return;
        ranges = ranges[" +"u8.Length..];
        _ = TryReadCount(ref ranges, ref _after);
    }

    private static bool TryReadCount(ref ReadOnlySpan<byte> range, ref long count)
    {
        var digits = DigitsAt(range);
        count = 1;
        if (digits < range.Length && range[digits] == ',')
        {
            range = range[(digits + 1)..];
            digits = DigitsAt(range);
            _ = long.TryParse(range[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out count);
        }
        range = range[digits..];
        return digits > 0;
    }

    private static int DigitsAt(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : text.Length;

    private void AddWithoutSpaces(ReadOnlySpan<byte> line)
    {
        foreach (var range in line.SplitAny(Spaces))
        {
            _hash.AppendData(line[range]);
            _isFound |= !line[range].IsEmpty;
        }
    }

    // A sum of the files' hashes does not depend on their order.
    private void EndFile()
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        var carry = 0;
        for (var index = 0; index < hash.Length; index++)
        {
            carry += _sum[index] + hash[index];
            _sum[index] = (byte)carry;
            carry >>= 8;
        }
    }
}
