using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Catalog.Files;

namespace Hookwork.Tests.Catalog;

public sealed class ZstdDictionaryTests
{
    private static readonly ZstdDictionary s_trained = new(
        ZstdDictionary.Train([.. Enumerable.Range(0, 500).Select(Piece)], 16 << 10)
    );

    [Fact]
    public void Reads_back_what_it_packed() =>
        Prop.ForAll<byte[]>(bytes =>
                ReadsBack(bytes, ZstdDictionary.None)
                && ReadsBack(bytes, s_trained)
                && ReadsBack(bytes, ShownJson.Sample)
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    public void Reads_back_a_piece_of_any_length(int length)
    {
        var random = new byte[length];
        new System.Random(1).NextBytes(random);
        Assert.True(ReadsBack(random, s_trained));
        Assert.True(ReadsBack(new byte[length], s_trained));
        Assert.True(ReadsBack(random, ZstdDictionary.None));
    }

    [Fact]
    public void What_a_dictionary_knows_takes_little_room()
    {
        var piece = Piece(1_000);
        Assert.InRange(s_trained.Pack(piece).Length, 1, ZstdDictionary.None.Pack(piece).Length / 2);
    }

    [Fact]
    public void The_beginning_of_a_long_piece_is_read_alone()
    {
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500_000).Select(number => $"{number} ")));
        var bytes = s_trained.Rent(s_trained.Pack(piece), out var length, out var isCut, most: 100_000);
        Assert.InRange(length, 100_000, 116_384);
        Assert.True(isCut);
        Assert.True(bytes.AsSpan(0, length).SequenceEqual(piece.AsSpan(0, length)));
    }

    [Fact]
    public void Damaged_data_is_refused()
    {
        var packed = s_trained.Pack(Piece(1));
        Assert.Throws<InvalidDataException>(() => s_trained.Unpack(packed.AsSpan(0, packed.Length - 1)));
        Assert.Throws<InvalidDataException>(() => s_trained.Unpack([]));
        Assert.Throws<InvalidDataException>(() => s_trained.Unpack([1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void A_catalog_that_holds_enough_is_packed_with_dictionaries_of_its_own()
    {
        using var shelf = new MailShelf();
        var connection = shelf.Connection;
        using var add = new SqlStatement(connection, "INSERT INTO text (mail, packed) VALUES (?1, ?2)");
        using var show = new SqlStatement(connection, "INSERT INTO shown (kind, id, json) VALUES (0, ?1, ?2)");
        Write(1, CatalogDictionaries.LeastMails - 1);
        Assert.False(CatalogDictionaries.Train(connection));

        Write(CatalogDictionaries.LeastMails, CatalogDictionaries.LeastMails);
        Assert.True(CatalogDictionaries.Train(connection));
        Assert.False(CatalogDictionaries.Train(connection));

        // A text that comes later is packed with them, too.
        Write(CatalogDictionaries.LeastMails + 1, CatalogDictionaries.LeastMails + 1);
        var dictionaries = CatalogDictionaries.Of(connection);
        Assert.NotSame(ZstdDictionary.None, dictionaries.Texts);
        using var text = new SqlStatement(connection, "SELECT packed FROM text WHERE mail = ?1");
        using var json = new SqlStatement(connection, "SELECT json FROM shown WHERE kind = 0 AND id = ?1");
        for (var mail = 1; mail <= CatalogDictionaries.LeastMails + 1; mail++)
        {
            Assert.Equal(
                (Text(mail), "a diff"),
                StoredText.Unpack(
                    dictionaries.Texts,
                    text.ReadBytes((long)mail),
                    (content, diff) => (content.ToString(), diff.ToString())
                )
            );
            Assert.Equal(Piece(mail), dictionaries.Shown.Unpack(json.ReadBytes((long)mail)));
        }

        void Write(int first, int last)
        {
            var current = CatalogDictionaries.Of(connection);
            for (var mail = first; mail <= last; mail++)
            {
                add.Run((long)mail, new StoredText(Text(mail), "a diff").Pack(current.Texts));
                show.Run((long)mail, current.Shown.Pack(Piece(mail)));
            }
        }
    }

    private static string Text(int number) => Encoding.UTF8.GetString(Piece(number));

    private static byte[] Piece(int number) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Patch {number} moves the registers of controller {number * 7919 % 1000} to where the driver looks for them."
            )
        );

    private static bool ReadsBack(byte[] bytes, ZstdDictionary dictionary) =>
        dictionary.Unpack(dictionary.Pack(bytes)).AsSpan().SequenceEqual(bytes);
}
