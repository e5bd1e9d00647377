using System.Text;

namespace MimeKit.Utils;

/// <summary>Reads the parameters of a header (RFC 2045, section 5.1, and RFC 2231).</summary>
internal static class ParameterReader
{
    /// <summary>The parameters from the position on; <c>null</c> if they cannot be read.</summary>
    public static ParameterList? Read(ParserOptions options, ref Lexer lexer)
    {
        var pairs = ReadPairs(options, ref lexer);
        if (pairs is null)
            return null;

        var pieces = pairs.Where(pair => pair.Index is not null).ToLookup(pair => pair.Name, StringComparer.OrdinalIgnoreCase);
        var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var list = new ParameterList();
        foreach (var pair in pairs)
        {
            if (pair.Index is not null)
            {
                if (!done.Add(pair.Name))
                    continue;

                var decoded = ParameterDecoder.DecodePieces(options, pieces[pair.Name].OrderBy(piece => piece.Index));
                Set(list, pair.Name, decoded, ParameterEncodingMethod.Rfc2231);
            }
            else if (pair.IsEncoded)
            {
                Set(list, pair.Name, ParameterDecoder.DecodeWhole(pair.Value), ParameterEncodingMethod.Rfc2231);
            }
            else if (!list.Contains(pair.Name))
            {
                // Of a plain and an encoded value the encoded one counts, as RFC 6266, section 4.3, has it for HTTP.
                var decoded = ParameterDecoder.DecodePlain(options, pair.Value);
                Set(list, pair.Name, decoded, decoded.Encoding is null ? ParameterEncodingMethod.Default : ParameterEncodingMethod.Rfc2047);
            }
        }

        return list;
    }

    private static void Set(ParameterList list, string name, (string Value, Encoding? Encoding) decoded, ParameterEncodingMethod method)
    {
        if (!list.TryGetValue(name, out Parameter? parameter))
        {
            parameter = new Parameter(name, decoded.Value);
            list.Add(parameter);
        }

        parameter.Encoding = decoded.Encoding!;
        parameter.Value = decoded.Value;
        parameter.EncodingMethod = method;
    }

    private static List<ParameterPair>? ReadPairs(ParserOptions options, ref Lexer lexer)
    {
        var pairs = new List<ParameterPair>();
        while (lexer.SkipCommentsAndWhiteSpace())
        {
            if (lexer.AtEnd)
                return pairs;

            if (lexer.At(';'))
            {
                lexer.Position++;
                continue;
            }

            if (!TryReadPair(options, ref lexer, out var pair) || !lexer.SkipCommentsAndWhiteSpace())
                return null;

            pairs.Add(pair!);
            if (lexer.At(';'))
                lexer.Position++;
            else if (!lexer.AtEnd && options.ParameterComplianceMode == RfcComplianceMode.Strict)
                return Fail(ref lexer);
        }

        return null;

        static List<ParameterPair>? Fail(ref Lexer lexer)
        {
            lexer.Fail("There is no semicolon after the parameter, at offset {0}.", lexer.Position);
            return null;
        }
    }

    private static bool TryReadPair(ParserOptions options, ref Lexer lexer, out ParameterPair? pair)
    {
        pair = null;
        var start = lexer.Position;
        if (!lexer.SkipRun(ByteKind.Attribute))
            return lexer.Fail("There is no parameter at offset {0}.", start);

        var name = Encoding.ASCII.GetString(lexer.Text[start..lexer.Position]);
        if (!TryMoveOn(ref lexer, start) || !TryReadNameSuffix(ref lexer, start, out var index, out var isEncoded))
            return false;

        if (!lexer.At('='))
            return lexer.Fail("The parameter at offset {0} is incomplete.", start);

        lexer.Position++;
        if (!TryMoveOn(ref lexer, start))
            return false;

        pair = new ParameterPair(name, index, isEncoded, ReadValue(options, ref lexer));
        return true;
    }

    /// <summary>Skips comments and white space, after which there has to be more.</summary>
    private static bool TryMoveOn(ref Lexer lexer, int start) =>
        lexer.SkipCommentsAndWhiteSpace() && (!lexer.AtEnd || lexer.Fail("The parameter at offset {0} is incomplete.", start));

    /// <summary>The <c>*</c>, <c>*0</c> or <c>*0*</c> after the name.</summary>
    private static bool TryReadNameSuffix(ref Lexer lexer, int start, out int? index, out bool isEncoded)
    {
        (index, isEncoded) = (null, false);
        if (!lexer.At('*'))
            return true;

        lexer.Position++;
        if (!TryMoveOn(ref lexer, start))
            return false;

        if (!lexer.TryReadInt32(out var number))
            return isEncoded = true;

        index = number;
        if (!TryMoveOn(ref lexer, start))
            return false;

        if (!lexer.At('*'))
            return true;

        isEncoded = true;
        lexer.Position++;
        return TryMoveOn(ref lexer, start);
    }

    private static byte[] ReadValue(ParserOptions options, ref Lexer lexer)
    {
        var start = lexer.Position;
        if (lexer.At('"'))
        {
            lexer.SkipQuoted();
            return lexer.Text[start..lexer.Position].ToArray();
        }

        if (options.ParameterComplianceMode == RfcComplianceMode.Strict)
        {
            while (!lexer.AtEnd && lexer.Current.IsToken())
                lexer.Position++;

            return lexer.Text[start..lexer.Position].ToArray();
        }

        // Agents leave out the quotes around spaces and even around line breaks.
        SkipLine(ref lexer);
        if (lexer.AtEnd || lexer.Current == ';')
            return lexer.Text[start..lexer.Position].ToArray();

        while (!lexer.AtEnd && lexer.Current != ';')
        {
            while (lexer.At('\r') || lexer.At('\n'))
                lexer.Position++;

            SkipLine(ref lexer);
        }

        return JoinLines(lexer.Text[start..lexer.Position]);
    }

    private static void SkipLine(ref Lexer lexer)
    {
        while (!lexer.AtEnd && lexer.Current is not ((byte)';' or (byte)'\r' or (byte)'\n'))
            lexer.Position++;
    }

    private static byte[] JoinLines(ReadOnlySpan<byte> value)
    {
        var joined = new byte[value.Length];
        var length = 0;
        foreach (var c in value)
        {
            if (c is not ((byte)'\r' or (byte)'\n'))
                joined[length++] = c;
        }

        while (length > 0 && joined[length - 1].IsWhiteSpace())
            length--;

        return joined[..length];
    }
}
