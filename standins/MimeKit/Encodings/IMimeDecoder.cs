namespace MimeKit.Encodings;

/// <summary>Undoes a content transfer encoding, piece by piece.</summary>
public interface IMimeDecoder
{
    /// <summary>The encoding it undoes.</summary>
    ContentEncoding Encoding { get; }

    /// <summary>A decoder in the same state.</summary>
    IMimeDecoder Clone();

    /// <summary>An upper bound of what comes out.</summary>
    /// <param name="inputLength">How much goes in.</param>
    int EstimateOutputLength(int inputLength);

    /// <summary>Decodes the next piece.</summary>
    /// <param name="input">Where the piece is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="output">Where the octets go, as large as <see cref="EstimateOutputLength"/> says.</param>
    /// <returns>How many octets came out.</returns>
    int Decode(byte[] input, int startIndex, int length, byte[] output);

    /// <summary>Forgets everything read so far.</summary>
    void Reset();
}
