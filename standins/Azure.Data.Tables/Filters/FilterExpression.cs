using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables.Filters;

/// <summary>
/// A lambda over an entity as an OData filter. Columns are properties of the entity, the getters and the indexer of
/// <see cref="TableEntity"/>; they may be compared with values by operators, <c>Equals</c>, <c>Compare</c> and
/// <c>CompareTo</c>, and the comparisons combined by <c>&amp;&amp;</c>, <c>||</c> and <c>!</c>.
/// </summary>
internal sealed class FilterExpression
{
    private readonly ParameterExpression entity;
    private readonly StringBuilder text = new();

    private FilterExpression(ParameterExpression entity) => this.entity = entity;

    /// <summary>The filter, or null if every entity fulfils it.</summary>
    /// <exception cref="NotSupportedException">Table storage has no filter that says the same.</exception>
    public static string? Translate(LambdaExpression filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var translation = new FilterExpression(filter.Parameters[0]);
        if (!translation.IsAboutEntity(filter.Body) && Evaluate(filter.Body) is true)
            return null;
        translation.Condition(filter.Body);
        return translation.text.ToString();
    }

    private void Condition(Expression condition)
    {
        condition = Strip(condition);
        if (!IsAboutEntity(condition))
        {
            text.Append(FilterLiteral.Of(Evaluate(condition)));
            return;
        }

        switch (condition)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both:
                Operands(both, "and");
                break;
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either:
                Operands(either, "or");
                break;
            case BinaryExpression comparison when Operator(comparison.NodeType) is { } symbol:
                Comparison(comparison, symbol);
                break;
            case UnaryExpression { NodeType: ExpressionType.Not } not:
                text.Append("not (");
                Condition(not.Operand);
                text.Append(')');
                break;
            case MethodCallExpression { Method.Name: nameof(Equals) } call when Pair(call) is var (left, right):
                Comparison(left, "eq", right);
                break;
            default:
                if (Column(condition) is not { } column)
                    throw Unsupported(condition);
                text.Append(column.Name).Append(" eq true");
                break;
        }
    }

    private void Operands(BinaryExpression expression, string word)
    {
        text.Append('(');
        Condition(expression.Left);
        text.Append(") ").Append(word).Append(" (");
        Condition(expression.Right);
        text.Append(')');
    }

    private void Comparison(BinaryExpression comparison, string symbol)
    {
        // left.CompareTo(right) < 0 says left < right.
        if (Strip(comparison.Left) is MethodCallExpression { Method.Name: "Compare" or "CompareTo" } call)
        {
            if (Pair(call) is not var (left, right) || IsAboutEntity(comparison.Right) || Evaluate(comparison.Right) is not 0)
                throw Unsupported(comparison);
            Comparison(left, symbol, right);
            return;
        }

        Comparison(comparison.Left, symbol, comparison.Right);
    }

    private void Comparison(Expression left, string symbol, Expression right)
    {
        if (!IsAboutEntity(left))
            (left, symbol, right) = (right, Mirrored(symbol), left);
        if (Column(Strip(left)) is not { } column || IsAboutEntity(right))
            throw Unsupported(left);

        // An enumeration is stored by its name, but an expression compares its number, which would find nothing.
        var value = Evaluate(right);
        if (column.IsEnumeration && value is not (null or string))
            throw new NotSupportedException($"{column.Name} is stored as text: compare it with the name, as Equals(name).");
        text.Append(column.Name).Append(' ').Append(symbol).Append(' ').Append(FilterLiteral.Of(value));
    }

    /// <summary>The column that an expression is.</summary>
    private (string Name, bool IsEnumeration)? Column(Expression expression) => expression switch
    {
        MemberExpression { Member.Name: "Value", Expression: MemberExpression inner } when IsNullable(inner.Type) => Column(inner),
        MemberExpression { Expression: { } owner } member when Strip(owner) == entity =>
            (EntityModel.ColumnName(member.Member), (Nullable.GetUnderlyingType(member.Type) ?? member.Type).IsEnum),
        MethodCallExpression { Object: { } owner, Arguments: [var name] } call
            when Strip(owner) == entity && IsLookup(call.Method) && !IsAboutEntity(name) && Evaluate(name) is string column => (column, false),
        _ => null,
    };

    private static bool IsLookup(MethodInfo method) =>
        method.Name == "get_Item" || (method.DeclaringType == typeof(TableEntity) && method.Name.StartsWith("Get", StringComparison.Ordinal));

    /// <summary>The two things that a call of Equals, Compare or CompareTo compares.</summary>
    /// <exception cref="NotSupportedException">The call says how to compare, which Table storage cannot do.</exception>
    private static (Expression Left, Expression Right)? Pair(MethodCallExpression call) => (call.Object, call.Arguments) switch
    {
        (null, [var left, var right]) => (left, right),
        ({ } left, [var right]) => (left, right),
        _ => throw Unsupported(call),
    };

    private static bool IsNullable(Type type) => Nullable.GetUnderlyingType(type) is not null;

    /// <summary>Conversions say something about C#, not about the row.</summary>
    private static Expression Strip(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion)
            expression = conversion.Operand;
        return expression;
    }

    private static string? Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "eq",
        ExpressionType.NotEqual => "ne",
        ExpressionType.LessThan => "lt",
        ExpressionType.LessThanOrEqual => "le",
        ExpressionType.GreaterThan => "gt",
        ExpressionType.GreaterThanOrEqual => "ge",
        _ => null,
    };

    private static string Mirrored(string symbol) => symbol switch
    {
        "lt" => "gt",
        "le" => "ge",
        "gt" => "lt",
        "ge" => "le",
        _ => symbol,
    };

    private static NotSupportedException Unsupported(Expression expression) =>
        new($"Table storage has no filter for the expression {expression}.");

    private static object? Evaluate(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field, Expression: ConstantExpression owner } => field.GetValue(owner.Value),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };

    private bool IsAboutEntity(Expression expression) => Mentions.Check(expression, entity);

    private sealed class Mentions(ParameterExpression entity) : ExpressionVisitor
    {
        private bool found;

        public static bool Check(Expression expression, ParameterExpression entity)
        {
            var mentions = new Mentions(entity);
            mentions.Visit(expression);
            return mentions.found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            found |= node == entity;
            return node;
        }
    }
}
