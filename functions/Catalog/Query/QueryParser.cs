using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>The grammar, by ascending precedence: OR, XOR, AND, NOT; then words, phrases, values and parentheses.</summary>
internal sealed class QueryParser(string typed, TimeProvider time)
{
    /// <summary>ASCII punctuation, which may precede a word.</summary>
    private const string Punctuation = "!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>The length of what a possessive has after its noun.</summary>
    private const int PossessiveLength = 2;

    private readonly QueryText _text = new(typed);
    private readonly DateReader _dates = new(time);
    private int _terms;
    private int _depth;
    private int _shortPrefixes;
    private int _adjacent;

    public QueryNode Read()
    {
        var query = ReadOr(QueryField.Any);
        if (!_text.AtEnd)
            throw _text.Error("unexpected ); there is no ( before it");
        return query ?? throw _text.ErrorAt(0, "nothing to search for; a letter or digit is expected");
    }

    private QueryNode? ReadOr(QueryField field)
    {
        List<QueryNode> parts = [];
        while (true)
        {
            if (!ReadXor(field, out var part))
            {
                // An empty query or group, unless an OR follows.
                return _text.IsAtOperator("OR") ? throw _text.Error("OR expects a term before it") : null;
            }
            if (part is not null)
                parts.Add(part);
            if (!_text.TryOperator("OR"))
                return GroupNode.Of(matchesAny: true, parts);
            if (_text.IsAtStop)
                throw _text.Error("OR expects a term after it");
        }
    }

    private bool ReadXor(QueryField field, out QueryNode? part)
    {
        part = null;
        if (_text.IsAtOperator("XOR"))
            throw _text.Error("XOR expects a term before it");
        if (!ReadAnd(field, out part))
            return false;
        while (_text.TryOperator("XOR"))
        {
            if (!ReadAnd(field, out var right))
                throw _text.Error("XOR expects a term after it");
            part = part is null || right is null ? part ?? right : new XorNode(part, right);
        }
        return true;
    }

    /// <summary>
    /// Reads terms up to OR, XOR, a closing parenthesis or the end. False if there are none; a null part if none has
    /// content.
    /// </summary>
    private bool ReadAnd(QueryField field, out QueryNode? part)
    {
        List<QueryNode> parts = [];
        var any = false;
        while (!IsAtEndOfAnd)
        {
            if (_text.IsAtOperator("AND"))
            {
                if (!any)
                    throw _text.Error("AND expects a term before it");
                _text.TryOperator("AND");
                if (IsAtEndOfAnd || _text.IsAtOperator("AND"))
                    throw _text.Error("AND expects a term after it");
            }
            any = true;
            if (ReadNot(field) is { } terms)
                parts.Add(terms);
        }
        part = GroupNode.Of(matchesAny: false, parts);
        return any;
    }

    private bool IsAtEndOfAnd => _text.IsAtStop || _text.IsAtOperator("OR") || _text.IsAtOperator("XOR");

    /// <summary>Reads the terms up to the next operator, and what excludes them all.</summary>
    private QueryNode? ReadNot(QueryField field)
    {
        var negated = false;
        while (_text.TryOperator("NOT"))
        {
            negated = !negated;
            if (IsAtEndOfAnd || _text.IsAtOperator("AND"))
                throw _text.Error("NOT expects a term after it");
        }
        List<(QueryNode Term, bool IsEnclosed)> terms = [];
        while (!IsAtEndOfAnd && !_text.IsAtOperator("AND") && !_text.IsAtOperator("NOT"))
        {
            _text.SkipPlus();
            var excluded = _text.TryMinus();
            var isEnclosed = _text.IsAtGroup;
            if (ReadNear(field) is { } term)
                terms.Add((excluded ? NotNode.Of(term) : term, isEnclosed));
        }
        var joined = Filters.Join(terms);
        return joined is not null && negated ? NotNode.Of(joined) : joined;
    }

    /// <summary>Reads a term, or words near each other.</summary>
    private QueryNode? ReadNear(QueryField field)
    {
        var term = ReadTerm(field);
        List<string> words = [];
        int? distance = null;
        var (first, isOrdered) = (term as TextNode, false);
        while (_text.TryNear(out var near))
        {
            if (words.Count > 0 && near.IsOrdered != isOrdered)
                throw _text.ErrorAt(near.Start, "NEAR and ADJ side by side; parentheses are expected");
            isOrdered = near.IsOrdered;
            if (near.Distance is < 1 or > NearNode.MaxDistance)
                throw _text.ErrorAt(near.Start, $"a distance from 1 to {NearNode.MaxDistance} is expected");
            if (words.Count == 0)
                words.Add(OnlyWord(term));
            var right = ReadTerm(field);
            words.Add(OnlyWord(right));
            if (((TextNode)right!).Field != first!.Field)
                throw _text.ErrorAt(near.Start, $"{near.Name} expects words of one field");
            distance = near.Distance is { } given ? Math.Max(given, distance ?? 0) : distance;

            string OnlyWord(QueryNode? node) =>
                node is TextNode { Terms.Length: 1, IsPrefix: false } one
                    ? one.Terms[0]
                    : throw _text.ErrorAt(near.Start, $"{near.Name} expects a word on both sides");
        }
        if (words.Count == 0)
            return term;
        var joined = new NearNode(first!.Field, [.. words], distance ?? NearNode.DefaultDistance, isOrdered);
        if (!joined.IsOfIndex && (_adjacent += words.Count) > SearchQuery.MaxAdjacent)
            throw _text.Error($"more than {SearchQuery.MaxAdjacent} words in ADJ, or in NEAR with the same word twice");
        return joined;
    }

    private QueryNode? ReadTerm(QueryField field)
    {
        var start = _text.SkipBlanks();
        if (_text.TryTake('('))
            return ReadGroup(field, start);

        var prefixed = _text.TryPrefix(out var named);
        if (!prefixed)
        {
            if (_text.UnknownPrefix() is { } unknown)
                throw _text.Error(
                    $"there is no prefix {unknown}: (the nearest is {QueryFields.Nearest(FieldValues.Lower(unknown))}:); to search for the text, put it in quotes"
                );
            return ReadWord(field, start, prefixed);
        }

        if (_text.IsAtBlankOrStop)
            throw _text.Error($"{QueryFields.Written(named)} expects {Expected(named)}");
        var opening = _text.Position;
        if (_text.TryTake('('))
            return ReadGroup(named, opening)
                ?? throw _text.ErrorAt(opening, $"{QueryFields.Written(named)} expects {Expected(named)}");
        return ReadWord(named, _text.Position, prefixed);
    }

    private QueryNode? ReadGroup(QueryField field, int opening)
    {
        if (++_depth > SearchQuery.MaxDepth)
            throw _text.ErrorAt(opening, $"more than {SearchQuery.MaxDepth} nested parentheses");
        var group = ReadOr(field);
        if (!_text.TryTake(')'))
            throw _text.ErrorAt(opening, "unclosed parenthesis; a ) is expected");
        _depth--;
        return group;
    }

    private QueryNode? ReadWord(QueryField field, int start, bool prefixed)
    {
        if (field is QueryField.Date or QueryField.DateTime or QueryField.Received)
            return Counted(1, start, _dates.Read(field, _text.ReadRange()) ?? throw NoDate(field, start));
        var word = _text.ReadWord();
        if (field == QueryField.Size)
            return Counted(1, start, ValueReader.Size(word.Full) ?? throw Expectation(field, start));
        if (field == QueryField.Files && PathPattern.IsPattern(word.Full))
            return Counted(
                1,
                start,
                PathPattern.Read(word.Full) is { } pattern ? new PathNode(pattern) : throw Expectation(field, start)
            );
        return field == QueryField.Any || QueryFields.ColumnsOf(field) != TextColumns.None
            ? ReadText(field, word, start, prefixed)
            : Counted(
                QueryFields.IsIdOfCode(field) ? 0 : 1,
                start,
                ValueReader.Read(field, word) ?? throw Expectation(field, start)
            );
    }

    private QueryNode? ReadText(QueryField field, QueryWord word, int start, bool prefixed)
    {
        List<string> terms = [];
        var reader = Tokens.Read(word.Value);
        var end = 0;
        while (reader.MoveNext())
        {
            terms.Add(reader.Current.ToString());
            end = reader.End;
        }
        if (reader.LeftOut)
            throw _text.ErrorAt(
                start,
                $"a word of more than {Tokens.MaxTermLength} characters is not indexed; a shorter one is expected"
            );
        if (terms.Count == 0)
            return prefixed ? throw Expectation(field, start) : null;

        // The star of "spl_*" follows a separator, so it adds nothing to the phrase.
        var isPrefix = word.HasStar && end == word.Value.Length;
        if (
            isPrefix
            && terms[^1].Length < SearchQuery.ShortestPrefix
            && ++_shortPrefixes > SearchQuery.MaxShortPrefixes
        )
            throw _text.ErrorAt(
                start,
                $"more than {SearchQuery.MaxShortPrefixes} words of fewer than {SearchQuery.ShortestPrefix} letters with a *"
            );
        var isPossessive = IsPossessive(word, terms);
        var isStemmed =
            !isPrefix
            && (terms.Count == 1 || isPossessive)
            && IsProse(word, terms[0], terms[0].Length + (isPossessive ? PossessiveLength : 0));
        var text = new TextNode(field, isStemmed ? [terms[0]] : [.. terms], isPrefix, isStemmed);
        return Counted(text.Terms.Length, start, text);
    }

    /// <summary>Whether a word is a possessive such as <c>driver's</c>: on lore, a form of its noun.</summary>
    private static bool IsPossessive(QueryWord word, List<string> terms) =>
        terms is [var noun, "s"]
        && word.Value.AsSpan().TrimStart(Punctuation) is var letters
        && letters.Length > noun.Length
        && letters[noun.Length..] is ['\'' or '\u2019', 's', ..];

    /// <summary>
    /// Whether a word is English prose, of which any form is meant. As on lore, a capital makes it a name, and so does
    /// what may follow a name in code or an address.
    /// </summary>
    /// <param name="noun">The term whose forms are meant.</param>
    /// <param name="length">The length of the word, without what precedes and follows it.</param>
    private static bool IsProse(QueryWord word, string noun, int length)
    {
        if (word.IsQuoted || Stems.Of(noun) is null)
            return false;
        var letters = word.Value.AsSpan().TrimStart(Punctuation);
        return letters is [var first, ..]
            && !char.IsUpper(first)
            && !(letters.Length > length && "(/\\@<>=*[{\"_".Contains(letters[length]));
    }

    private QueryNode Counted(int terms, int start, QueryNode node)
    {
        _terms += terms;
        return _terms <= SearchQuery.MaxTerms
            ? node
            : throw _text.ErrorAt(start, $"more than {SearchQuery.MaxTerms} terms");
    }

    /// <summary>
    /// Why a date cannot be read. lei puts all of an argument with blanks into quotes: <c>rt:"1.week.ago.. s:x"</c>.
    /// </summary>
    private QueryException NoDate(QueryField field, int start) =>
        _text.PrefixWithin(start) is { } inside
            ? _text.ErrorAt(inside, $"a \" is expected before this: {QueryFields.Written(field)} has one date or range")
            : Expectation(field, start);

    private QueryException Expectation(QueryField field, int start) =>
        _text.ErrorAt(start, $"{QueryFields.Written(field)} expects {Expected(field)}");

    private static string Expected(QueryField field) =>
        field switch
        {
            QueryField.Date or QueryField.DateTime or QueryField.Received => DateReader.Expected,
            QueryField.Files =>
                $"words of a path, or a pattern with at most {PathPattern.MaxStars} * such as hw/virtio/*.c or docs/",
            _ => QueryFields.ColumnsOf(field) != TextColumns.None
                ? "a word, a \"phrase\" or terms in parentheses"
                : ValueReader.Expected(field),
        };
}
