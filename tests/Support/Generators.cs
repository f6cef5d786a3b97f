using CsCheck;

namespace Observatorio.Tests.Support;

/// <summary>Generators that several properties use.</summary>
public static class Generators
{
    /// <summary>One of the values.</summary>
    public static Gen<T> AnyOf<T>(params IReadOnlyList<T> values) => Gen.Int[0, values.Count - 1].Select(i => values[i]);
}
