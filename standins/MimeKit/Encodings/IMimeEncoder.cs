namespace MimeKit.Encodings;

/// <summary>Applies a content transfer encoding, piece by piece.</summary>
public interface IMimeEncoder
{
    /// <summary>The encoding it applies.</summary>
    ContentEncoding Encoding { get; }

    /// <summary>An encoder in the same state.</summary>
    IMimeEncoder Clone();

    /// <summary>An upper bound of what comes out.</summary>
    /// <param name="inputLength">How much goes in.</param>
    int EstimateOutputLength(int inputLength);

    /// <summary>Encodes the next piece.</summary>
    /// <param name="input">Where the piece is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="output">Where the octets go, as large as <see cref="EstimateOutputLength"/> says.</param>
    /// <returns>How many octets came out.</returns>
    int Encode(byte[] input, int startIndex, int length, byte[] output);

    /// <summary>Encodes the last piece, and what was held back.</summary>
    /// <param name="input">Where the piece is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="output">Where the octets go, as large as <see cref="EstimateOutputLength"/> says.</param>
    /// <returns>How many octets came out.</returns>
    int Flush(byte[] input, int startIndex, int length, byte[] output);

    /// <summary>Forgets everything read so far.</summary>
    void Reset();
}
