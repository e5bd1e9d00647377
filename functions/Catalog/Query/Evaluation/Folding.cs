namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Folds letters for comparison: lower case, no diacritics.</summary>
/// <remarks>
/// The app runs without ICU, where <see cref="string.Normalize()"/> does nothing. So this class lists the
/// decompositions of Latin, Greek and Cyrillic letters (Unicode 15, canonical, without nonspacing marks).
/// </remarks>
internal static class Folding
{
    private const int Tabled = 0x2000;

    private static readonly char[] Folded = Tabulate();

    /// <summary>
    /// The folded form of a UTF-16 unit. <c>ß</c>, <c>æ</c> and <c>œ</c> are kept: they become two letters, see
    /// <see cref="SecondOf"/>.
    /// </summary>
    public static char Fold(char unit)
    {
        if (unit >= Tabled)
            unit = char.ToLowerInvariant(unit);
        return unit < Tabled ? Folded[unit] : unit;
    }

    /// <summary>
    /// The second letter of a folded unit that expands to two; NUL for others. The first is <see cref="FirstOf"/>.
    /// </summary>
    public static char SecondOf(char folded) =>
        folded switch
        {
            'ß' => 's',
            'æ' or 'œ' => 'e',
            _ => '\0',
        };

    /// <summary>The first letter of a folded unit that expands to two.</summary>
    public static char FirstOf(char folded) =>
        folded switch
        {
            'ß' => 's',
            'æ' => 'a',
            _ => 'o',
        };

    private static char[] Tabulate()
    {
        // Each line: the base letter, then the letters that fold to it.
        string[] bases =
        [
            "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
            "bḃḅḇ",
            "cçćĉċčḉ",
            "dďđḋḍḏḑḓ",
            "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
            "fḟ",
            "gĝğġģǧǵḡ",
            "hĥħȟḣḥḧḩḫẖ",
            "iìíîïĩīĭįİıǐȉȋḭḯỉị",
            "jĵǰ",
            "kķǩḱḳḵ",
            "lĺļľłḷḹḻḽ",
            "mḿṁṃ",
            "nñńņňǹṅṇṉṋ",
            "oòóôõöøǿōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
            "pṕṗ",
            "rŕŗřȑȓṙṛṝṟ",
            "sśŝşšſẛșṡṣṥṧṩ",
            "tţťŧțṫṭṯṱẗ",
            "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
            "vṽṿ",
            "wŵẁẃẅẇẉẘ",
            "xẋẍ",
            "yýÿŷȳẏẙỳỵỷỹ",
            "zźżžẑẓẕ",
            "æǣǽ",
            "ʒǯ",
            "αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ",
            "εέἐἑἒἓἔἕὲέ",
            "ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
            "ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ",
            "οόὀὁὂὃὄὅὸό",
            "ρῤῥ",
            "σς",
            "υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧϒϓϔ",
            "ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
            "аӑӓ",
            "гѓ",
            "еѐёӗ",
            "жӂӝ",
            "зӟ",
            "ийѝӣӥ",
            "кќ",
            "оӧ",
            "уўӯӱӳ",
            "чӵ",
            "ыӹ",
            "эӭ",
            "ії",
            "ѵѷ",
            "әӛ",
            "өӫ",
        ];

        var table = new char[Tabled];
        for (var unit = 0; unit < Tabled; unit++)
            table[unit] = char.ToLowerInvariant((char)unit);

        var baseOf = new Dictionary<char, char>();
        foreach (var line in bases)
        {
            foreach (var variant in line.AsSpan(1))
                baseOf[variant] = line[0];
        }

        for (var unit = 0; unit < Tabled; unit++)
        {
            if (baseOf.TryGetValue(table[unit], out var letter))
                table[unit] = letter;
        }
        return table;
    }
}
