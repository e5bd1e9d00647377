using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Query;

/// <summary>Enumerates the terms of a text. See <see cref="Tokens"/>.</summary>
public ref struct TermReader
{
    /// <summary>All characters except ASCII separators.</summary>
    private static readonly SearchValues<char> MayJoin = SearchValues.Create([
        .. Enumerable
            .Range(0, 0x10000)
            .Select(unit => (char)unit)
            .Where(unit => unit >= 0x80 || char.IsAsciiLetterOrDigit(unit)),
    ]);

    private readonly ReadOnlySpan<char> _text;
    private Buffer _term;
    private int _length;
    private int _next;

    internal TermReader(ReadOnlySpan<char> text) => _text = text;

    private enum Role
    {
        Separates,
        Joins,
        StandsAlone,
        Continues,
        Vanishes,
    }

    /// <summary>The term, valid until the next <see cref="MoveNext"/>.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Current => ((ReadOnlySpan<char>)_term)[.._length];

    /// <summary>The start of the term in the text, in UTF-16 units.</summary>
    public int Start { get; private set; }

    /// <summary>The end of the term in the text, in UTF-16 units.</summary>
    public int End { get; private set; }

    /// <summary>Whether a run that is too long for a term has been skipped.</summary>
    public bool LeftOut { get; private set; }

    /// <summary>Advances to the next term; false at the end of the text.</summary>
    public bool MoveNext()
    {
        while (_next < _text.Length)
        {
            _length = 0;
            // Most text is ASCII, so its separators are skipped in bulk.
            var separators = _text[_next..].IndexOfAny(MayJoin);
            if (separators < 0)
                break;
            _next += separators;
            var role = NextRole(out var width);
            if (role is not (Role.Joins or Role.StandsAlone))
            {
                _next += width;
                continue;
            }

            Start = _next;
            Append(width);
            _next += width;
            if (role == Role.Joins)
                ReadRun();
            End = _next;
            if (_length <= Tokens.MaxTermLength)
                return true;
            LeftOut = true;
        }
        _length = 0;
        return false;
    }

    private void ReadRun()
    {
        while (_next < _text.Length)
        {
            var unit = _text[_next];
            if (char.IsAsciiLetterOrDigit(unit))
            {
                Put(unit <= '9' ? unit : (char)(unit | 0x20));
                _next++;
                continue;
            }
            if (unit < 0x80)
                return;
            var role = NextRole(out var width);
            if (role is Role.Separates or Role.StandsAlone)
                return;
            if (role != Role.Vanishes)
                Append(width);
            _next += width;
        }
    }

    private void Append(int width)
    {
        if (_length > Tokens.MaxTermLength)
            return;

        if (width == 2)
        {
            Rune.DecodeFromUtf16(_text[_next..], out var rune, out _);
            Span<char> pair = stackalloc char[2];
            var units = Rune.ToLowerInvariant(rune).EncodeToUtf16(pair);
            foreach (var unit in pair[..units])
                Put(unit);
            return;
        }

        var folded = Folding.Fold(_text[_next]);
        var second = Folding.SecondOf(folded);
        if (second == '\0')
        {
            Put(folded);
            return;
        }
        Put(Folding.FirstOf(folded));
        Put(second);
    }

    private void Put(char unit)
    {
        if (_length < Tokens.MaxTermLength)
            _term[_length] = unit;
        _length++;
    }

    private readonly Role NextRole(out int width)
    {
        var unit = _text[_next];
        width = 1;
        if (unit < 0x80)
            return char.IsAsciiLetterOrDigit(unit) ? Role.Joins : Role.Separates;

        if (!char.IsSurrogate(unit))
            return RoleOf(unit, CharUnicodeInfo.GetUnicodeCategory(unit));

        if (Rune.DecodeFromUtf16(_text[_next..], out var rune, out _) != OperationStatus.Done)
            return Role.Separates;
        width = 2;
        return RoleOf(rune.Value, Rune.GetUnicodeCategory(rune));
    }

    private static Role RoleOf(int character, UnicodeCategory category) =>
        category switch
        {
            UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.DecimalDigitNumber => Role.Joins,
            UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => IsUnspaced(character)
                ? Role.StandsAlone
                : Role.Joins,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => Role.Vanishes,
            UnicodeCategory.SpacingCombiningMark => IsUnspaced(character) ? Role.Vanishes : Role.Continues,
            _ => Role.Separates,
        };

    /// <summary>Whether a letter's script is written without spaces between words.</summary>
    private static bool IsUnspaced(int character) =>
        character
            is (>= 0x0E00 and <= 0x0EFF) // Thai, Lao
                or (>= 0x1000 and <= 0x109F) // Myanmar
                or (>= 0x1780 and <= 0x17FF) // Khmer
                or (>= 0x3005 and <= 0x312F) // ideographic marks, Kana, Bopomofo
                or (>= 0x31F0 and <= 0x31FF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFF66 and <= 0xFF9F)
                or (>= 0x1B000 and <= 0x1B16F)
                or (>= 0x20000 and <= 0x3FFFF);

    [InlineArray(Tokens.MaxTermLength)]
    private struct Buffer
    {
        private char _first;
    }
}
