using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Hookwork.Catalog.Files;

/// <summary>
/// Zstandard with a dictionary, which has what many short pieces have in common, so that each piece need not repeat it.
/// Thread safe.
/// </summary>
public sealed unsafe class ZstdDictionary
{
    /// <summary>The level without a dictionary, until there are enough pieces to train one.</summary>
    private const int LevelWithout = 3;

    private const int LevelWith = 9;

    /// <summary>
    /// The size of a compressed block, in bytes. Blocks are unpacked one by one, so the beginning of a text can be read
    /// alone.
    /// </summary>
    private const int BlockSize = 16 << 10;

    /// <summary>The largest block that the format allows, in bytes.</summary>
    private const int LongestBlock = 128 << 10;

    /// <summary>Decompressors hold no state between two pieces. There are as many as were used at once.</summary>
    private static readonly ConcurrentBag<nint> Decompressors = [];

    private readonly Lazy<Native> _writing;
    private readonly Native _reading;

    /// <summary>Loads a dictionary.</summary>
    /// <param name="bytes">What <see cref="Train"/> returned; empty for none.</param>
    public ZstdDictionary(byte[] bytes)
    {
        var level = bytes.Length == 0 ? LevelWithout : LevelWith;
        fixed (byte* start = bytes)
            _reading = new(
                (nint)Methods.ZSTD_createDDict(start, (nuint)bytes.Length),
                memory => Methods.ZSTD_freeDDict((ZSTD_DDict_s*)memory)
            );
        // It takes megabytes, and most processes only read.
        _writing = new(() =>
        {
            fixed (byte* start = bytes)
                return new Native(
                    (nint)Methods.ZSTD_createCDict(start, (nuint)bytes.Length, level),
                    memory => Methods.ZSTD_freeCDict((ZSTD_CDict_s*)memory)
                );
        });
    }

    /// <summary>No dictionary.</summary>
    public static ZstdDictionary None { get; } = new([]);

    /// <summary>Makes a dictionary of typical pieces.</summary>
    /// <param name="size">The most bytes that it may have.</param>
    public static byte[] Train(IReadOnlyCollection<byte[]> pieces, int size) =>
        DictBuilder.TrainFromBuffer(pieces, size).ToArray();

    /// <summary>Compresses a piece.</summary>
    public byte[] Pack(ReadOnlySpan<byte> piece)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(checked((int)Methods.ZSTD_compressBound((nuint)piece.Length)));
        var context = Methods.ZSTD_createCCtx();
        try
        {
            fixed (byte* from = piece)
            fixed (byte* to = buffer)
            {
                // No checksum and no number of the dictionary: SQLite's file is checked as a whole.
                Set(context, ZSTD_cParameter.ZSTD_c_dictIDFlag, 0);
                Set(context, ZSTD_cParameter.ZSTD_c_experimentalParam18, BlockSize);
                Check(Methods.ZSTD_CCtx_refCDict(context, (ZSTD_CDict_s*)_writing.Value.Memory));
                var length = Methods.ZSTD_compress2(context, to, (nuint)buffer.Length, from, (nuint)piece.Length);
                GC.KeepAlive(this);
                Check(length);
                return buffer.AsSpan(0, (int)length).ToArray();
            }
        }
        finally
        {
            Methods.ZSTD_freeCCtx(context);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The reverse of <see cref="Pack"/>.</summary>
    /// <param name="packed">The compressed piece.</param>
    /// <param name="length">The number of bytes that were read, at the beginning of what is returned.</param>
    /// <param name="isCut">Whether there are more.</param>
    /// <param name="most">Where to stop: only whole blocks are read, so it may be up to 16 KB more.</param>
    /// <returns>An array of <see cref="ArrayPool{T}.Shared"/>.</returns>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public byte[] Rent(ReadOnlySpan<byte> packed, out int length, out bool isCut, int most = int.MaxValue)
    {
        fixed (byte* from = packed)
        {
            var size = Methods.ZSTD_getFrameContentSize(from, (nuint)packed.Length);
            if (size > (ulong)Array.MaxLength)
                throw Damaged();
            var room = (int)Math.Min((long)size, (long)most + LongestBlock);
            var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1, room));
            var context = Decompressors.TryTake(out var idle) ? (ZSTD_DCtx_s*)idle : Methods.ZSTD_createDCtx();
            try
            {
                fixed (byte* to = bytes)
                    length = Read(context, from, packed.Length, to, room, most);
                GC.KeepAlive(this);
                isCut = length < (long)size;
                if (length >= Math.Min((long)size, most))
                    return bytes;
                ArrayPool<byte>.Shared.Return(bytes);
                throw Damaged();
            }
            finally
            {
                Decompressors.Add((nint)context);
            }
        }
    }

    /// <summary>Reads block by block.</summary>
    /// <returns>The bytes that were read; negative if the data is damaged.</returns>
    private int Read(ZSTD_DCtx_s* context, byte* from, int packed, byte* to, int room, int most)
    {
        if (Methods.ZSTD_isError(Methods.ZSTD_decompressBegin_usingDDict(context, (ZSTD_DDict_s*)_reading.Memory)))
            return -1;
        var (taken, length) = (0, 0);
        while (length < most && (int)Methods.ZSTD_nextSrcSizeToDecompress(context) is > 0 and var next)
        {
            if (next > packed - taken)
                return -1;
            var read = Methods.ZSTD_decompressContinue(
                context,
                to + length,
                (nuint)(room - length),
                from + taken,
                (nuint)next
            );
            if (Methods.ZSTD_isError(read))
                return -1;
            (taken, length) = (taken + next, length + (int)read);
        }
        return length;
    }

    /// <summary>The reverse of <see cref="Pack"/>.</summary>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        var rented = Rent(packed, out var length, out _);
        var bytes = rented.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return bytes;
    }

    private static void Set(ZSTD_CCtx_s* context, ZSTD_cParameter parameter, int value) =>
        Check(Methods.ZSTD_CCtx_setParameter(context, parameter, value));

    private static void Check(nuint result)
    {
        if (Methods.ZSTD_isError(result))
            throw new InvalidOperationException($"zstd: {Methods.ZSTD_getErrorName(result)}");
    }

    private static InvalidDataException Damaged() => new("What the catalog stores cannot be decompressed.");

    /// <summary>Memory that the library allocated.</summary>
    private sealed class Native : SafeHandleZeroOrMinusOneIsInvalid
    {
        private readonly Action<nint> _free;

        public Native(nint memory, Action<nint> free)
            : base(ownsHandle: true)
        {
            _free = free;
            SetHandle(memory);
        }

        public nint Memory => handle;

        protected override bool ReleaseHandle()
        {
            _free(handle);
            return true;
        }
    }
}
