using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>The grammar, by ascending precedence: OR, AND, NOT; then words, phrases, values and parentheses.</summary>
internal sealed class QueryParser(string typed, TimeProvider time)
{
    private readonly QueryText _text = new(typed);
    private readonly DateReader _dates = new(time);
    private int _terms;
    private int _depth;

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
            if (!ReadAnd(field, out var part))
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

    /// <summary>
    /// Reads terms up to OR, a closing parenthesis or the end. False if there are none; a null part if none has
    /// content.
    /// </summary>
    private bool ReadAnd(QueryField field, out QueryNode? part)
    {
        List<QueryNode> parts = [];
        var any = false;
        while (!_text.IsAtStop && !_text.IsAtOperator("OR"))
        {
            if (_text.IsAtOperator("AND"))
            {
                if (!any)
                    throw _text.Error("AND expects a term before it");
                _text.TryOperator("AND");
                if (_text.IsAtStop || _text.IsAtOperator("OR") || _text.IsAtOperator("AND"))
                    throw _text.Error("AND expects a term after it");
            }
            any = true;
            if (ReadNot(field) is { } term)
                parts.Add(term);
        }
        part = GroupNode.Of(matchesAny: false, parts);
        return any;
    }

    private QueryNode? ReadNot(QueryField field)
    {
        var negated = false;
        while (_text.TryOperator("NOT"))
        {
            negated = !negated;
            if (_text.IsAtStop || _text.IsAtOperator("OR") || _text.IsAtOperator("AND"))
                throw _text.Error("NOT expects a term after it");
        }
        if (_text.TryMinus())
            negated = !negated;
        var term = ReadTerm(field);
        return term is not null && negated ? NotNode.Of(term) : term;
    }

    private QueryNode? ReadTerm(QueryField field)
    {
        var start = _text.SkipBlanks();
        if (_text.TryTake('('))
            return ReadGroup(field, start);

        var prefixed = _text.TryPrefix(out var named);
        if (!prefixed)
            return ReadWord(field, start, prefixed);

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
        var word = _text.ReadWord();
        if (field == QueryField.Date)
            return Counted(1, start, _dates.Read(word.Value) ?? throw Expectation(field, start));
        if (field == QueryField.Files && PathPattern.IsPattern(word.Full))
            return Counted(
                1,
                start,
                PathPattern.Read(word.Full) is { } pattern ? new PathNode(pattern) : throw Expectation(field, start)
            );
        return field == QueryField.Any || QueryFields.ColumnsOf(field) != TextColumns.None
            ? ReadText(field, word, start, prefixed)
            : Counted(1, start, ValueReader.Read(field, word) ?? throw Expectation(field, start));
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
        var text = new TextNode(field, [.. terms], word.HasStar && end == word.Value.Length);
        Counted(terms.Count, start, text);

        var isMessageId =
            field == QueryField.Any && !word.IsQuoted && word.Value is ['<', .., '>'] && word.Value.Contains('@');
        return isMessageId && ValueReader.Read(QueryField.MessageId, word) is { } id
            ? GroupNode.Of(matchesAny: true, [text, Counted(1, start, id)])
            : text;
    }

    private QueryNode Counted(int terms, int start, QueryNode node)
    {
        _terms += terms;
        return _terms <= SearchQuery.MaxTerms
            ? node
            : throw _text.ErrorAt(start, $"more than {SearchQuery.MaxTerms} terms");
    }

    private QueryException Expectation(QueryField field, int start) =>
        _text.ErrorAt(start, $"{QueryFields.Written(field)} expects {Expected(field)}");

    private static string Expected(QueryField field) =>
        field switch
        {
            QueryField.Date => DateReader.Expected,
            QueryField.Files =>
                $"words of a path, or a pattern with at most {PathPattern.MaxStars} * such as hw/virtio/*.c or docs/",
            _ => QueryFields.ColumnsOf(field) != TextColumns.None
                ? "a word, a \"phrase\" or terms in parentheses"
                : ValueReader.Expected(field),
        };
}
