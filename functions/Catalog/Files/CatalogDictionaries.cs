using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The dictionaries of a catalog file, trained on what it holds. A file that holds little has none.
/// </summary>
/// <param name="Texts">For the texts of mails.</param>
/// <param name="Shown">For the JSON that lists show.</param>
public sealed record CatalogDictionaries(ZstdDictionary Texts, ZstdDictionary Shown)
{
    /// <summary>The least number of mails for which dictionaries are worth their size.</summary>
    public const int LeastMails = 2_000;

    private const int MostPieces = 4_000;
    private const int LongestPiece = 8 << 10;
    private const int ChunkSize = 500;
    private const int TextsSize = 512 << 10;
    private const int ShownSize = 64 << 10;

    private static readonly Pieces Mails = new("text", "packed", "mail", "0", TextsSize);
    private static readonly Pieces Lists = new("shown", "json", "kind", "id", ShownSize);

    private static readonly ConditionalWeakTable<SqliteConnection, CatalogDictionaries> Known = [];

    /// <summary>The dictionaries of the file that a connection is to.</summary>
    public static CatalogDictionaries Of(SqliteConnection connection) =>
        Known.GetValue(
            connection,
            static connection =>
                new(Read(connection, Mails) ?? ZstdDictionary.None, Read(connection, Lists) ?? ShownJson.Sample)
        );

    /// <summary>Lets a further connection to the same file share these.</summary>
    public void Share(SqliteConnection connection) => Known.AddOrUpdate(connection, this);

    /// <summary>Trains dictionaries, if the file has none and holds enough, and compresses everything with them.</summary>
    /// <returns>Whether it did; the file then has gaps.</returns>
    public static bool Train(SqliteConnection connection)
    {
        using (var known = new SqlStatement(connection, "SELECT count(*) FROM dictionary"))
        using (var mails = new SqlStatement(connection, "SELECT count(*) FROM text"))
        {
            if (known.Read() > 0 || mails.Read() < LeastMails)
                return false;
        }
        var before = Of(connection);
        using var transaction = connection.BeginTransaction();
        var after = new CatalogDictionaries(
            Train(connection, Mails, before.Texts),
            Train(connection, Lists, before.Shown)
        );
        after.Share(connection);
        transaction.Commit();
        return true;
    }

    private static ZstdDictionary? Read(SqliteConnection connection, Pieces pieces)
    {
        using var read = new SqlStatement(connection, "SELECT bytes FROM dictionary WHERE name = ?1");
        return read.ReadBytes(pieces.Table) is { Length: > 0 } packed
            ? new ZstdDictionary(ZstdDictionary.None.Unpack(packed))
            : null;
    }

    private static ZstdDictionary Train(SqliteConnection connection, Pieces pieces, ZstdDictionary before)
    {
        List<(long First, long Second)> keys;
        using (var read = new SqlStatement(connection, pieces.Keys))
            keys = read.All(row => (row.Integer(0), row.Integer(1)));
        using var packed = new SqlStatement(connection, pieces.Reading);
        var step = Math.Max(1, keys.Count / MostPieces);
        List<byte[]> sample = [];
        for (var at = 0; at < keys.Count; at += step)
        {
            var piece = before.Unpack(packed.ReadBytes(keys[at].First, keys[at].Second));
            sample.Add(piece.Length > LongestPiece ? piece[..LongestPiece] : piece);
        }
        var bytes = ZstdDictionary.Train(sample, pieces.Size);
        var after = new ZstdDictionary(bytes);
        using var add = new SqlStatement(connection, "INSERT INTO dictionary (name, bytes) VALUES (?1, ?2)");
        add.Run(pieces.Table, ZstdDictionary.None.Pack(bytes));
        using var replace = new SqlStatement(connection, pieces.Writing);
        foreach (var chunk in keys.Chunk(ChunkSize))
        {
            var all = Array.ConvertAll(chunk, key => packed.ReadBytes(key.First, key.Second)!);
            Parallel.For(0, all.Length, at => all[at] = after.Pack(before.Unpack(all[at])));
            for (var at = 0; at < chunk.Length; at++)
                replace.Run(chunk[at].First, chunk[at].Second, all[at]);
        }
        return after;
    }

    /// <summary>A table of compressed pieces, by a key of two numbers.</summary>
    /// <param name="Size">The most bytes of its dictionary.</param>
    private sealed record Pieces(string Table, string Column, string First, string Second, int Size)
    {
        public string Keys => $"SELECT {First}, {Second} FROM {Table}";

        public string Reading => $"SELECT {Column} FROM {Table} WHERE {First} = ?1 AND {Second} = ?2";

        public string Writing => $"UPDATE {Table} SET {Column} = ?3 WHERE {First} = ?1 AND {Second} = ?2";
    }
}
