using System.Reflection;
using Opml.Mips.Tests.Cases;
using Opml.Mips.Tests.Execution;
using Opml.Mips.Tests.Execution.Instructions;

namespace Opml.Dispute.Tests.Machine;

/// <summary>The one-line cases of the instruction tests and of the system calls', executed by the contract.</summary>
public class TablesOnChainTests
{
    private static readonly Type[] s_tables =
        [typeof(ArithmeticTests), typeof(BranchTests), typeof(MemoryAccessTests), typeof(MultiplyDivideTests), typeof(TrapTests), typeof(SystemCallTests)];

    [Fact]
    public async Task Every_case_of_the_tables()
    {
        List<StepCase> steps = [];
        foreach (MethodInfo test in s_tables.SelectMany(table => table.GetMethods()).Where(method => method.IsDefined(typeof(FactAttribute))))
        {
            object table = Activator.CreateInstance(test.DeclaringType!)!;
            foreach (object?[] row in Rows(test, table)) steps.AddRange(OneStep.Record(() => test.Invoke(table, row)));
        }
        Assert.True(steps.Count > 340, $"{steps.Count} steps");
        await using StepContract contract = await StepContract.DeployAsync("prague", TestContext.Current.CancellationToken);
        await StepContractTests.CheckAsync(contract, steps);
    }

    private static IEnumerable<object?[]> Rows(MethodInfo test, object table)
    {
        if (test.GetParameters().Length == 0) return [[]];
        if (test.GetCustomAttribute<MemberDataAttribute>() is { } member)
            return ((System.Collections.IEnumerable)test.DeclaringType!.GetProperty(member.MemberName)!.GetValue(table)!).Cast<ITheoryDataRow>().Select(row => row.GetData());
        return test.GetCustomAttributes<InlineDataAttribute>().Select(row => Converted(row.Data, test.GetParameters()));
    }

    /// <summary>Reflection asks for the parameter's own type where the compiler and the runner convert.</summary>
    private static object?[] Converted(object?[] row, ParameterInfo[] parameters) =>
        [.. row.Zip(parameters, (value, parameter) => value is IConvertible && !parameter.ParameterType.IsEnum ? Convert.ChangeType(value, parameter.ParameterType, null) : value)];
}
