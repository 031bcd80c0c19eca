"""What an inventory looks like in numbers: its columns, circular means, classes, tables of groups, cells of a grid."""
